import type { ArgBuilder } from '@pothos/core';
import { z } from 'zod';
import type { SchemaTypes } from '../schema-types.ts';
import { cursorText } from '../text.ts';

export const pageSizeMax = 200;

const pageSize = z
  .int()
  .min(1, 'A page has at least 1 row.')
  .max(pageSizeMax, `A page has at most ${pageSizeMax} rows.`);

/** `first` and `after` of every list; there is no paging backwards. */
export function pageArgs(arg: ArgBuilder<SchemaTypes>) {
  return {
    first: arg.int({
      required: true,
      defaultValue: 50,
      validate: pageSize,
      description: `Rows of the page, at most ${pageSizeMax}.`,
    }),
    after: arg.string({
      validate: cursorText,
      description: 'The cursor of the row before the page.',
    }),
  };
}

/** A page of n rows costs n times its row. */
export function pageComplexity({ first }: { readonly first?: number | null | undefined }) {
  return { field: 1, multiplier: Math.min(Math.max(first ?? 50, 1), pageSizeMax) };
}
