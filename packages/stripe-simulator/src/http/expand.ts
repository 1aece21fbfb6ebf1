import type { World } from '../world/world.ts';
import { invalidRequest } from './api-error.ts';

/** Fields that are left out unless somebody asks for them, as `<object>.<field>`. */
export type Includables = {
  readonly [field: string]: (world: World, object: { readonly id: string }) => unknown;
};

const depthMax = 4;

/** Puts objects in the place of their ids, along paths such as `data.latest_invoice.payments`. */
export function expand(
  world: World,
  includables: Includables,
  answer: object,
  paths: readonly string[],
): object {
  return paths.reduce<object>((object, path) => {
    const parts = path.split('.');
    if (parts.filter((part) => part !== 'data').length > depthMax) {
      throw invalidRequest('You cannot expand more than 4 levels of a property.', {
        param: 'expand',
      });
    }
    return expandPath({ world, includables, path }, object, parts);
  }, answer);
}

type Expansion = {
  readonly world: World;
  readonly includables: Includables;
  readonly path: string;
};

function expandPath(expansion: Expansion, object: object, parts: readonly string[]): object {
  const [field, ...rest] = parts;
  if (field === undefined) return object;
  const value = resolve(expansion, object, field);
  const expanded = Array.isArray(value)
    ? value.map((item) => deeper(expansion, item, rest))
    : deeper(expansion, value, rest);
  return { ...object, [field]: expanded };
}

/** A null stays null however deep the path goes on. */
function deeper(expansion: Expansion, value: unknown, rest: readonly string[]): unknown {
  if (value === null || rest.length === 0) return value;
  if (typeof value !== 'object') throw cannotExpand(expansion.path);
  return expandPath(expansion, value, rest);
}

function resolve({ world, includables, path }: Expansion, object: object, field: string): unknown {
  const kept: unknown = Reflect.get(object, field);
  const include = includables[`${Reflect.get(object, 'object')}.${field}`];
  if (include !== undefined && 'id' in object) return include(world, object as { id: string });
  if (kept === undefined) throw cannotExpand(path);
  if (typeof kept === 'string') return find(world, field, kept) ?? throwCannot(path);
  if (Array.isArray(kept)) {
    return kept.map((item) =>
      typeof item === 'string' ? (find(world, field, item) ?? item) : item,
    );
  }
  return kept;
}

/** Products and coupons may have any id, so their fields say which table is meant. */
function find(world: World, field: string, id: string): object | undefined {
  const { tables } = world;
  if (field === 'coupon') return tables.coupons.get(id);
  if (field === 'product') return tables.products.get(id);
  const referable = [
    tables.customers,
    tables.paymentMethods,
    tables.paymentIntents,
    tables.charges,
    tables.refunds,
    tables.prices,
    tables.subscriptions,
    tables.invoices,
    tables.discounts,
    tables.checkoutSessions,
    tables.testClocks,
  ];
  return (
    referable.map((table) => table.get(id)).find((object) => object !== undefined) ??
    tables.deleted.get(id)
  );
}

function cannotExpand(path: string) {
  return invalidRequest(`This property cannot be expanded (${path}).`, { param: 'expand' });
}

function throwCannot(path: string): never {
  throw cannotExpand(path);
}
