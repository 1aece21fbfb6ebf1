/** What a tenant's data planes spend: bytes sent, transforms made, bytes kept. */
export const dimensions = ['bandwidth', 'transforms', 'storage'] as const;

export type Dimension = (typeof dimensions)[number];

/** The dimensions that are leased and spent in a billing period; storage is a level, not a spending. */
export const leasedDimensions = ['bandwidth', 'transforms'] as const;

export type LeasedDimension = (typeof leasedDimensions)[number];

/** An amount of each leased dimension, in its own unit. */
export type LeasedAmounts = Readonly<Record<LeasedDimension, bigint>>;

/** The unit a dimension's ledger accounts are kept in. */
export const unitOfDimension: Readonly<Record<Dimension, 'bytes' | 'pieces'>> = {
  bandwidth: 'bytes',
  transforms: 'pieces',
  storage: 'bytes',
};

/** The same computation for each leased dimension. */
export function eachLeased<Value>(
  of: (dimension: LeasedDimension) => Value,
): Readonly<Record<LeasedDimension, Value>> {
  return { bandwidth: of('bandwidth'), transforms: of('transforms') };
}
