import { createTestDatabase } from '@purser/dev-tools/testing/test-database';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { textArray } from './array-literal.ts';
import { openPool } from './pool.ts';

it('PostgreSQL reads every text of an array literal as it was: JSON, quotes, control characters, any script', async () => {
  await using database = await createTestDatabase();
  const pool = openPool({ url: database.url, connectionsMax: 1 });
  const asRead = async (texts: readonly string[]) => {
    const { rows } = await pool.query('SELECT $1::text[] AS texts', [textArray(texts)]);
    return rows[0]?.texts;
  };
  const awkward = ['', 'NULL', '{a,b}', '"\\', '"\n\t\u001f"', '\\u0041"', '"\u007f\u2028é😀"'];
  const texts = fc.array(
    fc.oneof(
      fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', '')),
      fc.json(),
      fc.constantFrom(...awkward),
    ),
  );
  try {
    expect(await asRead(awkward)).toEqual(awkward);
    await fc.assert(
      fc.asyncProperty(texts, async (given) => {
        expect(await asRead(given)).toEqual(given);
      }),
    );
  } finally {
    await pool.end();
  }
});
