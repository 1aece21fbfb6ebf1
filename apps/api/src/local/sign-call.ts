import { createHash, createHmac, randomUUID } from 'node:crypto';
import { signedText } from '@purser/domain/data-plane/signed-text';

export type CallToSign = {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly keyId: string;
  readonly secret: string;
};

/** The headers a data plane sends with a call (rule D1). */
export function signCall({
  method,
  path,
  body,
  keyId,
  secret,
}: CallToSign): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const nonce = randomUUID();
  const bodySha256Hex = createHash('sha256').update(body).digest('hex');
  const text = signedText({ method, path, bodySha256Hex, timestamp, nonce });
  return {
    'x-purser-key-id': keyId,
    'x-purser-timestamp': timestamp,
    'x-purser-nonce': nonce,
    'x-purser-signature': `v1=${createHmac('sha256', secret).update(text).digest('hex')}`,
  };
}
