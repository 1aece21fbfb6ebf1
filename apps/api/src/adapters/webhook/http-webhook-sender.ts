import { createHmac } from 'node:crypto';
import { lookup as lookUpAll } from 'node:dns';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { WebhookMessage, WebhookSender } from '../../ports/senders.ts';
import type { System } from '../../ports/system.ts';
import { isReachable, type Reach } from './address-guard.ts';

/** A receiver that is slower than this is asked again later. */
const patienceMs = 10_000;

/**
 * Posts messages, signed by Standard Webhooks. The address is checked where the connection is made, so
 * that a name cannot lead elsewhere after it was looked at; redirects are not followed (rule E7).
 */
export function httpWebhookSender(reach: Reach, system: Pick<System, 'nowMs'>): WebhookSender {
  return {
    send: (message) => post(message, headersOf(message, system), guardedLookup(reach), reach),
    refuse: (url) => refuse(url, reach),
  };
}

function refuse(url: string, reach: Reach): string | null {
  if (!URL.canParse(url)) return 'must be a URL such as https://example.com/hook';
  const { protocol, hostname, username, password } = new URL(url);
  if (protocol !== 'https:' && (protocol !== 'http:' || reach === 'public')) {
    return 'must begin with https://';
  }
  if (username !== '' || password !== '') return 'must not hold a user name or a password';
  const host = hostname.replace(/^\[|\]$/g, '');
  return isIP(host) !== 0 && !isReachable(host, reach)
    ? 'is an address of a private network'
    : null;
}

function headersOf({ messageId, body, secrets }: WebhookMessage, system: Pick<System, 'nowMs'>) {
  const headers = { 'content-type': 'application/json', 'user-agent': 'purser-webhooks' };
  if (secrets.length === 0) return headers;
  const timestamp = Math.floor(system.nowMs() / 1000);
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    return `v1,${createHmac('sha256', key).update(`${messageId}.${timestamp}.${body}`).digest('base64')}`;
  });
  return {
    ...headers,
    'webhook-id': messageId,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  };
}

function guardedLookup(reach: Reach): LookupFunction {
  return (hostname, options, callback) => {
    lookUpAll(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, '', 0);
      const allowed = addresses.filter(({ address }) => isReachable(address, reach));
      const [first] = allowed;
      if (first === undefined) {
        return callback(new Error(`${hostname} leads into a private network.`), '', 0);
      }
      return options.all ? callback(null, allowed) : callback(null, first.address, first.family);
    });
  };
}

function post(
  { url, body }: WebhookMessage,
  headers: Record<string, string>,
  lookup: LookupFunction,
  reach: Reach,
): Promise<string> {
  const refusal = refuse(url, reach);
  if (refusal !== null) return Promise.reject(new Error(`The address ${refusal}.`));
  const request = url.startsWith('https:') ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(patienceMs);
    const call = request(url, { method: 'POST', headers, lookup, signal, agent: false });
    call.on('error', (error) =>
      reject(signal.aborted ? new Error('The receiver did not answer within 10 s.') : error),
    );
    call.on('response', (answer) => {
      const status = answer.statusCode ?? 0;
      answer.resume();
      if (status >= 200 && status < 300) return resolve(`The receiver answered ${status}.`);
      answer.destroy();
      reject(new Error(`The receiver answered ${status}.`));
    });
    call.end(body);
  });
}
