import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isNonce, isTimely, nonceKeepMs, signedText } from './signed-text.ts';

it('five lines are signed: method, path with query, hash of the body, time, nonce (rule D1)', () => {
  const call = {
    method: 'POST',
    path: '/internal/x?a=1',
    bodySha256Hex: 'ab',
    timestamp: '7',
    nonce: 'n',
  };
  expect(signedText(call)).toBe('POST\n/internal/x?a=1\nab\n7\nn');
});

it('a call is timely within five minutes either way, and its nonce is remembered longer', () => {
  const nowMs = 1_700_000_000_000;
  fc.assert(
    fc.property(fc.integer({ min: -1_000, max: 1_000 }), (seconds) => {
      expect(isTimely(String(nowMs / 1_000 + seconds), nowMs)).toBe(Math.abs(seconds) <= 300);
    }),
  );
  expect(nonceKeepMs).toBeGreaterThanOrEqual(600_000);
});

it.each(['', '-1', '1.5', '1e9', ' 1700000000', '17000000000000', 'now'])(
  'no time is read from %j',
  (timestamp) => expect(isTimely(timestamp, 1_700_000_000_000)).toBe(false),
);

it('a nonce has 16 to 64 visible characters', () => {
  expect(['a'.repeat(15), 'a'.repeat(16), 'a'.repeat(64), 'a'.repeat(65)].map(isNonce)).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(isNonce(`${'a'.repeat(16)} `)).toBe(false);
  expect(isNonce(`${'a'.repeat(16)}é`)).toBe(false);
});
