import { challengeOf } from '@purser/domain/tenant/domain-challenge';
import type { DomainView } from '@purser/schema/contract/tenant';
import type { DomainRecord } from '../../ports/tenant-assets.ts';

/** A domain with the record that proves it. */
export function viewOfDomain({ token, ...domain }: DomainRecord): DomainView {
  const { name, createdAt } = domain;
  return { ...domain, challenge: challengeOf({ name, token, createdAtMs: createdAt.getTime() }) };
}
