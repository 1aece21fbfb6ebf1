import { expect, test } from 'vitest';
import { randomIds } from './random-ids.ts';

test('ids are UUIDv7 that carry their instant', () => {
  const id = randomIds.uuid7(Date.UTC(2026, 10, 22, 12));
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(Date.UTC(2026, 10, 22, 12));
});

test('ids of one instant rise in the order they were made', () => {
  const ids = Array.from({ length: 5_000 }, () => randomIds.uuid7(1_000_000_000_000));
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});

test('no two ids share their random bits, however many are made', () => {
  const bits = Array.from({ length: 5_000 }, () => randomIds.uuid7(0).slice(-12));
  expect(new Set(bits).size).toBe(bits.length);
});
