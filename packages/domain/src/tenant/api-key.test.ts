import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apiKeyEnvironments, base62, crc32, isApiKey, writeApiKey } from './api-key.ts';

const drawn = fc.record({
  brand: fc.constantFrom('pxl8', 'acme'),
  environment: fc.constantFrom(...apiKeyEnvironments),
  handle: fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }),
  secret: fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }),
});

describe('an API key (rule C5)', () => {
  it('has its handle, its secret and a check over both in one text of a fixed form', () => {
    fc.assert(
      fc.property(drawn, (parts) => {
        const { key, keyId, prefix } = writeApiKey(parts);
        expect(isApiKey(key)).toBe(true);
        expect(key.startsWith(`${prefix}_`)).toBe(true);
        expect(prefix).toBe(`${parts.brand}_${parts.environment}_${keyId}`);
        expect([keyId.length, key.length - prefix.length]).toEqual([12, 1 + 32 + 6]);
      }),
    );
  });

  it('with one wrong digit, or two exchanged, is known to be none without asking anybody', () => {
    fc.assert(
      fc.property(drawn, fc.nat(), fc.constantFrom('0', 'Z', 'q'), (parts, place, digit) => {
        const { key } = writeApiKey(parts);
        const at = parts.brand.length + 6 + (place % (key.length - parts.brand.length - 7));
        const [one = '', next = ''] = [key[at], key[at + 1]];
        const mistyped = key.slice(0, at) + digit + key.slice(at + 1);
        expect(isApiKey(mistyped)).toBe(digit === one);
        const exchanged = key.slice(0, at) + next + one + key.slice(at + 2);
        expect(isApiKey(exchanged)).toBe(one === next);
      }),
    );
  });

  it('computes CRC-32 and base62 as everybody does', () => {
    expect(crc32('123456789')).toBe(0xcbf43926);
    expect([base62(0n, 3), base62(61n, 2), base62(62n, 2)]).toEqual(['000', '0z', '10']);
  });
});
