import { createHash, createHmac } from 'node:crypto';
import { signedText } from '@purser/domain/data-plane/signed-text';

export type CallToSign = {
  readonly method: string;
  readonly path: string;
  readonly body: string | Uint8Array;
  readonly nowMs: number;
  readonly nonce: string;
  readonly keyId: string;
  readonly secret: string;
};

/** The headers with which a call between a data plane and Purser is signed, either way (rules D1, D14). */
export function signCall({
  method,
  path,
  body,
  nowMs,
  nonce,
  keyId,
  secret,
}: CallToSign): Record<string, string> {
  const timestamp = String(Math.floor(nowMs / 1_000));
  const bodySha256Hex = createHash('sha256').update(body).digest('hex');
  const text = signedText({ method, path, bodySha256Hex, timestamp, nonce });
  return {
    'x-purser-key-id': keyId,
    'x-purser-timestamp': timestamp,
    'x-purser-nonce': nonce,
    'x-purser-signature': `v1=${createHmac('sha256', secret).update(text).digest('hex')}`,
  };
}
