import type { ArgBuilder } from '@pothos/core';
import { type ListName, listOrders } from '../../contract/list-orders.ts';
import type { Sort } from '../../contract/request-context.ts';
import { builder } from '../builder.ts';
import type { SchemaTypes } from '../schema-types.ts';

const SortDirection = builder.enumType('SortDirection', {
  values: { ASC: { value: 'asc' }, DESC: { value: 'desc' } } as const,
});

/** Declares `<name>SortField` and `<name>Sort` out of a list's orders. */
export function sortInput(name: string, list: ListName) {
  const { fields, default: own } = listOrders[list];
  const SortField = builder.enumType(`${name}SortField`, {
    values: Object.fromEntries(fields.map((field) => [constant(field), { value: field }])),
  });
  return builder.inputRef<Sort>(`${name}Sort`).implement({
    description: `Without it ${constant(own.by)} ${own.direction.toUpperCase()}.`,
    fields: (t) => ({
      by: t.field({ type: SortField, required: true }),
      direction: t.field({ type: SortDirection, required: true, defaultValue: 'asc' as const }),
    }),
  });
}

/** The argument `sort` of a list; a cursor is good for the order it was made in. */
export function sortArg(arg: ArgBuilder<SchemaTypes>, type: ReturnType<typeof sortInput>) {
  return { sort: arg({ type }) };
}

/** `monthlyPrice` as GraphQL writes constants. */
function constant(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
