import { expect, test } from 'vitest';
import { ByteWriter } from './byte-writer.ts';

test('texts are counted in bytes, and nothing is lost when more room is needed', () => {
  const writer = new ByteWriter();
  const text = 'ü€😀'.repeat(1_000);
  writer.text(text);
  writer.double(-0.5);
  writer.uint32(4_294_967_295);
  const written = writer.written();
  const length = Buffer.byteLength(text);
  expect(written.readUInt16LE(0)).toBe(length);
  expect(written.toString('utf8', 2, 2 + length)).toBe(text);
  expect(written.readDoubleLE(2 + length)).toBe(-0.5);
  expect(written.readUInt32LE(10 + length)).toBe(4_294_967_295);
  expect(written.length).toBe(14 + length);
});
