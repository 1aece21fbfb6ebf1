import type { ObjectRef } from '@pothos/core';
import type { Page, PageRequest, Sort } from '../../contract/request-context.ts';
import { builder } from '../builder.ts';
import type { SchemaTypes } from '../schema-types.ts';
import { type Position, readCursor, resolvePosition, writeCursor } from './cursor.ts';

/** What a connection resolves from; the shape of Relay's specification. */
export type Connection<Node> = {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  /** Asked only when the field is. */
  readonly totalCount: () => Promise<number | null>;
};

/** Rows that `totalCount` counts at most: beyond them it is null, for people do not page so far. */
const countedRowsMax = 10_000;

/** Declares `<name>Connection` and `<name>Edge` with `totalCount`, which is counted only when asked for. */
export function connectionOf<Node>(
  name: string,
  type: ObjectRef<SchemaTypes, Node, Node>,
): ObjectRef<SchemaTypes, Connection<Node>> {
  const edge = builder
    .objectRef<{ readonly cursor: string; readonly node: Node }>(`${name}Edge`)
    .implement({
      fields: (t) => ({
        cursor: t.exposeString('cursor'),
        node: t.field({ type, resolve: ({ node }) => node as never }),
      }),
    });
  return builder.objectRef<Connection<Node>>(`${name}Connection`).implement({
    fields: (t) => ({
      edges: t.field({
        type: [edge],
        complexity: { field: 0, multiplier: 1 },
        resolve: ({ edges }) => edges,
      }),
      pageInfo: t.field({ type: builder.pageInfoRef(), resolve: ({ pageInfo }) => pageInfo }),
      totalCount: t.int({
        nullable: true,
        description: `All rows of the filter, exactly; null when there are more than ${countedRowsMax.toLocaleString('en')}, or when rows are told apart only by computing them. Counted only when asked for.`,
        resolve: ({ totalCount }) => totalCount(),
      }),
    }),
  });
}

/** Arguments after defaults: 50 rows in the list's own order unless told, never more than 200. */
export type PageArgs = {
  readonly first: number;
  readonly after?: string | null | undefined;
  readonly sort?: Sort | null | undefined;
};

/** Asks a use case for one page and answers it as a connection. */
export async function connectionFrom<Node>(
  { first, after, sort }: PageArgs,
  list: (page: PageRequest) => Promise<Page<Node>>,
): Promise<Connection<Node>> {
  const sorted = sort == null ? {} : { sort };
  const ask = (request: PageRequest) => list({ ...request, ...sorted });
  const order = sort == null ? '' : `${sort.by} ${sort.direction}`;
  const totalCount = async () => (await ask({ limit: 1, countUpTo: countedRowsMax })).total ?? null;
  const position = after == null ? null : readCursor(after, order);
  const start = position === null ? null : await resolvePosition(position, ask);
  if (position !== null && start === null) return { ...endOfList, totalCount };
  const page = await ask({ limit: first, cursor: start ?? undefined });
  const edges = page.items.map((node, index) => ({
    node,
    cursor: writeCursor(edgePosition(page, index, start), order),
  }));
  return {
    edges,
    pageInfo: {
      hasNextPage: page.nextCursor !== null,
      hasPreviousPage: position !== null,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount,
  };
}

function edgePosition(page: Page<unknown>, index: number, start: string | null): Position {
  return index === page.items.length - 1 && page.nextCursor !== null
    ? { kind: 'page', cursor: page.nextCursor }
    : { kind: 'row', start, rows: index + 1 };
}

const endOfList = {
  edges: [],
  pageInfo: { hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null },
} as const;
