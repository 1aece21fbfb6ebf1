import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { choiceParam, instantParam, searchReader, textParam } from './search-params.ts';

const read = searchReader(
  z.object({ q: textParam(), status: choiceParam(['active', 'suspended']), at: instantParam() }),
);

describe('search parameters', () => {
  it('keeps what makes sense', () => {
    const search = { q: 'user-7', status: 'active', at: '2026-11-22T15:00:00.000Z' };
    expect(read(search)).toEqual(search);
  });

  it('reads an id that looks like a number as text', () => {
    expect(read({ q: 42 }).q).toBe('42');
  });

  it('answers every link, however mangled, without throwing', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('q', 'status', 'at', 'other'), fc.anything()),
        (search) => {
          const { status } = read(search);
          expect(status === undefined || status === 'active' || status === 'suspended').toBe(true);
        },
      ),
    );
  });
});
