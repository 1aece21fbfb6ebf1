import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import type { PaymentSigner } from '../../ports/payment-signer.ts';

/** HMAC-SHA-256 in hexadecimal under derived keys; the first signs, all of them verify. */
export function hmacPaymentSigner(derivedKeys: readonly [Buffer, ...Buffer[]]): PaymentSigner {
  const digest = (key: Buffer, text: string) =>
    createHmac('sha256', createSecretKey(key)).update(text).digest();
  return {
    sign: (text) => digest(derivedKeys[0], text).toString('hex'),
    verify: (text, signature) => {
      if (!/^[0-9a-f]{64}$/.test(signature)) return false;
      const given = Buffer.from(signature, 'hex');
      return derivedKeys.some((key) => timingSafeEqual(digest(key, text), given));
    },
  };
}
