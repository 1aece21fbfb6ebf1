import { Resolver } from 'node:dns/promises';
import { domainToASCII } from 'node:url';
import type { TxtLookup } from '@purser/domain/tenant/domain-challenge';
import type { DomainNames } from '../../ports/tenant-assets.ts';

/** How long a resolver may take, and how often it is asked: together below ten seconds. */
const timeoutMs = 3_000;
const tries = 2;

/** Says that there is nothing, which is an answer; everything else is none. */
const nothingThere: ReadonlySet<string> = new Set(['ENOTFOUND', 'ENODATA']);

/** Names by the machine's resolvers, or by those that the configuration names. */
export function dnsNames(servers: readonly string[]): DomainNames {
  return {
    toAscii: domainToASCII,
    async txt(name): Promise<TxtLookup> {
      const resolver = new Resolver({ timeout: timeoutMs, tries });
      try {
        if (servers.length > 0) resolver.setServers(servers);
        const records = await resolver.resolveTxt(name);
        // One record may come as several strings; they are one text.
        return { result: 'found', records: records.map((strings) => strings.join('')) };
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
        return nothingThere.has(code) ? { result: 'none' } : { result: 'failed', reason: code };
      }
    },
  };
}
