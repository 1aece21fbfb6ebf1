import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Page, PageRequest } from '../../contract/request-context.ts';
import { runOperation } from '../testing/run-operation.ts';
import { connectionFrom } from './connection.ts';
import { readCursor } from './cursor.ts';

/** A list by keyset over 0 … length − 1; its cursor is the last number of the page. */
const listOf =
  (length: number) =>
  async ({ limit, cursor }: PageRequest): Promise<Page<number>> => {
    const from = cursor === undefined ? 0 : Number(cursor) + 1;
    const to = Math.min(from + limit, length);
    const items = Array.from({ length: to - from }, (_, index) => from + index);
    return { items, nextCursor: to < length ? String(to - 1) : null };
  };

const sizes = fc.record({
  length: fc.integer({ min: 0, max: 40 }),
  first: fc.integer({ min: 1, max: 12 }),
});

test('following endCursor visits every row once, in order', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, async ({ length, first }) => {
      const seen: number[] = [];
      let after: string | null = null;
      for (;;) {
        const page: Awaited<ReturnType<typeof connectionFrom<number>>> = await connectionFrom(
          { first, after },
          listOf(length),
        );
        seen.push(...page.edges.map(({ node }) => node));
        expect(page.edges.length).toBeLessThanOrEqual(first);
        expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
        if (!page.pageInfo.hasNextPage) break;
        after = page.pageInfo.endCursor;
      }
      expect(seen).toEqual(Array.from({ length }, (_, index) => index));
    }),
  );
});

test('the page after any edge begins with the row after it', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(), async ({ length, first }, pick) => {
      const page = await connectionFrom({ first }, listOf(length));
      const edge = page.edges[pick % Math.max(page.edges.length, 1)];
      if (edge === undefined) return;
      const next = await connectionFrom({ first, after: edge.cursor }, listOf(length));
      const expected = edge.node + 1 < length ? edge.node + 1 : undefined;
      expect(next.edges[0]?.node).toBe(expected);
    }),
  );
});

test('what is no cursor of ours is refused naming `after`', () => {
  fc.assert(
    fc.property(fc.string(), (given) => {
      expect(() => readCursor(given, '')).toThrow('`after`');
    }),
  );
});

test.each([0, 201, -1])('a page of %i rows is refused naming `first`', async (first) => {
  const { errors = [] } = await runOperation({
    document: `{ users(first: ${first}) { totalCount } }`,
  });
  expect(errors[0]?.message).toContain('first');
  expect(errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
});
