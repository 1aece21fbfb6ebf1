import { z } from 'zod';
import { invalidRequest } from './api-error.ts';
import { integer, text } from './form.ts';

const range = z.union([
  integer,
  z.strictObject({
    gt: integer.optional(),
    gte: integer.optional(),
    lt: integer.optional(),
    lte: integer.optional(),
  }),
]);

/** What every list takes. */
export const paging = {
  limit: integer.pipe(z.number().min(1).max(100)).default(10),
  starting_after: text.optional(),
  ending_before: text.optional(),
  created: range.optional(),
};

export type Paging = {
  readonly limit: number;
  readonly starting_after?: string | undefined;
  readonly ending_before?: string | undefined;
  readonly created?: z.output<typeof range> | undefined;
};

type Listed = { readonly id: string; readonly created?: number };

export type List<T> = {
  readonly object: 'list';
  readonly data: T[];
  readonly has_more: boolean;
  readonly url: string;
};

/** A page of objects, newest first, as Stripe pages: by the id of the last one seen, in either direction. */
export function pageOf<T extends Listed>(
  objects: readonly T[],
  { limit, starting_after, ending_before, created }: Paging,
  url: string,
): List<T> {
  const newestFirst = [...objects]
    .reverse()
    .filter((object) => created === undefined || isWithin(object.created ?? 0, created))
    .sort((one, other) => (other.created ?? 0) - (one.created ?? 0));
  if (ending_before !== undefined) {
    const end = positionOf(newestFirst, ending_before, 'ending_before');
    const start = Math.max(0, end - limit);
    return listOf(newestFirst.slice(start, end), start > 0, url);
  }
  const start =
    starting_after === undefined
      ? 0
      : positionOf(newestFirst, starting_after, 'starting_after') + 1;
  const end = start + limit;
  return listOf(newestFirst.slice(start, end), end < newestFirst.length, url);
}

/** A list that is whole. */
export function listOf<T>(data: readonly T[], hasMore: boolean, url: string): List<T> {
  return { object: 'list', data: [...data], has_more: hasMore, url };
}

function positionOf(objects: readonly Listed[], id: string, param: string): number {
  const position = objects.findIndex((object) => object.id === id);
  if (position < 0) {
    throw invalidRequest(`No such object: '${id}'`, { code: 'resource_missing', param });
  }
  return position;
}

function isWithin(seconds: number, limits: NonNullable<Paging['created']>): boolean {
  if (typeof limits === 'number') return seconds === limits;
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = limits;
  return seconds > gt && seconds >= gte && seconds < lt && seconds <= lte;
}
