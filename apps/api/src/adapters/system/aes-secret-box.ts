import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { SecretBox } from '../../ports/senders.ts';

const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM under derived keys: nonce, tag, text. The first key seals, all of them open. */
export function aesSecretBox(derivedKeys: readonly [Buffer, ...Buffer[]]): SecretBox {
  return {
    seal(text) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', derivedKeys[0], nonce);
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
    },
    open(sealed) {
      const bytes = Buffer.from(sealed);
      for (const key of derivedKeys) {
        const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes));
        cipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
        try {
          const text = cipher.update(bytes.subarray(nonceBytes + tagBytes));
          return Buffer.concat([text, cipher.final()]).toString('utf8');
        } catch {
          // Sealed with another key.
        }
      }
      return null;
    },
  };
}
