import type { Metadata, Price, Product } from '../world/wire.ts';
import type { World } from '../world/world.ts';

export type ProductTerms = {
  readonly id?: string | undefined;
  readonly name: string;
  readonly description?: string | null | undefined;
  readonly metadata?: Metadata;
};

export function newProduct(world: World, terms: ProductTerms): Product {
  return {
    id: terms.id ?? world.ids.next('prod_', 14),
    object: 'product',
    active: true,
    created: world.seconds(),
    default_price: null,
    description: terms.description ?? null,
    images: [],
    livemode: false,
    marketing_features: [],
    metadata: terms.metadata ?? {},
    name: terms.name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    tax_details: null,
    type: 'service',
    unit_label: null,
    updated: world.seconds(),
    url: null,
  };
}

export type PriceTerms = {
  readonly id?: string | undefined;
  readonly product: string;
  readonly currency: string;
  readonly unitAmount: number;
  /** Absent for a price that is paid once. */
  readonly recurring?:
    | { readonly interval: 'day' | 'week' | 'month' | 'year'; readonly interval_count: number }
    | undefined;
  readonly nickname?: string | null | undefined;
  readonly lookupKey?: string | null | undefined;
  readonly metadata?: Metadata;
};

export function newPrice(world: World, terms: PriceTerms): Price {
  const { recurring } = terms;
  return {
    id: terms.id ?? world.ids.next('price_1'),
    object: 'price',
    active: true,
    billing_scheme: 'per_unit',
    created: world.seconds(),
    currency: terms.currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: terms.lookupKey ?? null,
    metadata: terms.metadata ?? {},
    nickname: terms.nickname ?? null,
    product: terms.product,
    recurring:
      recurring === undefined
        ? null
        : { ...recurring, meter: null, trial_period_days: null, usage_type: 'licensed' },
    tax_behavior: 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: recurring === undefined ? 'one_time' : 'recurring',
    unit_amount: terms.unitAmount,
    unit_amount_decimal: String(terms.unitAmount),
  };
}
