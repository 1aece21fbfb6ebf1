import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { isNonce, isTimely, signedText } from '@purser/domain/data-plane/signed-text';
import type { Clock } from '../../ports/clock.ts';
import type { DataPlaneKeyLookup, DataPlaneSecrets } from '../../ports/data-plane-keys.ts';
import { RefusalError } from '../problems/refusal-error.ts';

export type SignedCallsDeps = {
  readonly lookup: DataPlaneKeyLookup;
  readonly secrets: DataPlaneSecrets;
  readonly clock: Clock;
};

/** A call as it came in; the body byte for byte. */
export type ReceivedCall = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
};

/** Data planes belong to the installation: their time is the database's own. */
const installation = { tenantId: 0, projectId: 0 };

const keyIdPattern = /^dpk_[0-9a-f]{32}$/;

/** Recognises data planes by what their calls are signed with (rule D1). */
export class SignedCalls {
  readonly #deps: SignedCallsDeps;

  constructor(deps: SignedCallsDeps) {
    this.#deps = deps;
  }

  /** The data plane whose key signed this call. Throws a RefusalError (401) for any that does not hold. */
  async verify(call: ReceivedCall): Promise<string> {
    const { lookup, secrets, clock } = this.#deps;
    const keyId = header(call, 'x-purser-key-id');
    const timestamp = header(call, 'x-purser-timestamp');
    const nonce = header(call, 'x-purser-nonce');
    const signature = header(call, 'x-purser-signature');
    const nowMs = await clock.nowMs(installation);
    if (!isTimely(timestamp, nowMs)) {
      throw refused(
        'X-Purser-Timestamp must be the time in Unix seconds, within 5 minutes of ours.',
      );
    }
    if (!isNonce(nonce)) throw refused('X-Purser-Nonce must have 16 to 64 visible characters.');
    const text = signedText({
      method: call.method,
      path: call.url,
      bodySha256Hex: createHash('sha256').update(call.body).digest('hex'),
      timestamp,
      nonce,
    });
    // An unknown key costs as much as a wrong signature, and is answered alike.
    const isSigned = secrets.ofKey(keyId).some((secret) => matches(signature, text, secret));
    const key = keyIdPattern.test(keyId) ? await lookup.find(keyId) : null;
    if (key === null || key.revoked || !isSigned) {
      throw refused('The signature does not hold, or its key is not known.');
    }
    if (!(await lookup.claimNonce(keyId, nonce, nowMs))) {
      throw refused('This call was received before: sign each call with a nonce of its own.');
    }
    return key.dataplaneId;
  }
}

function header({ headers }: ReceivedCall, name: string): string {
  const value = headers[name];
  if (typeof value === 'string' && value !== '') return value;
  throw refused(
    'Sign the call: X-Purser-Key-Id, X-Purser-Timestamp, X-Purser-Nonce and X-Purser-Signature are required.',
  );
}

function matches(signature: string, text: string, secret: string): boolean {
  const wanted = Buffer.from(`v1=${createHmac('sha256', secret).update(text).digest('hex')}`);
  const given = Buffer.from(signature);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function refused(message: string): RefusalError {
  return new RefusalError('unauthenticated', message);
}
