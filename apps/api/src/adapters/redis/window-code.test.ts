import fc from 'fast-check';
import { expect, test } from 'vitest';
import { windowCode } from './window-code.ts';

const keys = fc.oneof(
  fc.constantFrom('rolling:', 'calendar:hour:', 'calendar:day:', 'calendar:month:', 'anchored:'),
  fc.constantFrom('lifetime', 'r', 'l', 'x', ''),
);

test('different windows have different codes, and codes tell what rolls and what is the lifetime', () => {
  fc.assert(
    fc.property(keys, fc.string(), keys, fc.string(), (start, rest, otherStart, otherRest) => {
      const [key, other] = [start + rest, otherStart + otherRest];
      expect(windowCode(key) === windowCode(other)).toBe(key === other);
      expect(windowCode(key).startsWith('r')).toBe(key.startsWith('rolling:'));
      expect(windowCode(key) === 'l').toBe(key === 'lifetime');
    }),
  );
});
