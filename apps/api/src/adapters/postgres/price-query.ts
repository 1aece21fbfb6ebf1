import type { PriceFilter } from '@purser/schema/contract/inputs';
import type { PriceView } from '@purser/schema/contract/money-views';
import type { Page, PageRequest } from '@purser/schema/contract/request-context';
import { type OrdersOf, readList } from './list-query.ts';
import type { ScopeKey } from './scope-key.ts';
import type { SqlRunner } from './sql-runner.ts';

type PriceRow = {
  readonly provider: string;
  readonly model: string;
  readonly effective_from: Date;
  readonly in_force: boolean;
  readonly input_pico_usd: bigint | null;
  readonly output_pico_usd: bigint | null;
  readonly cache_read_pico_usd: bigint | null;
  readonly cache_write_pico_usd: bigint | null;
  readonly unit_pico_usd: Readonly<Record<string, string | number>> | null;
  readonly created_by: string;
  readonly created_at: Date;
};

/** The price table; by provider and model, each newest first, unless sorted otherwise. */
export function readPrices(
  run: SqlRunner,
  { tenantId, projectId }: ScopeKey,
  { provider, model, inForceOnly, ...page }: PriceFilter & PageRequest,
  now: Date,
): Promise<Page<PriceView>> {
  return readList<PriceRow, PriceView, 'prices'>(
    run,
    {
      name: 'prices',
      columns: 'listed.*',
      from: pricesFrom,
      values: [tenantId, projectId, now, provider ?? null, inForceOnly ?? false, model ?? null],
      orders: priceOrders,
    },
    page,
    priceFromDb,
  );
}

const named = [
  { sql: 'listed.provider', type: 'text' },
  { sql: 'listed.model', type: 'text' },
] as const;

/** Of one model the newest stands first. */
const priceOrders: OrdersOf<'prices'> = {
  model: [...named, { sql: 'listed.effective_from', type: 'instant', against: true }],
  effectiveFrom: [{ sql: 'listed.effective_from', type: 'instant' }, ...named],
};

const pricesFrom = `
  FROM (
       SELECT p.*, p.effective_from <= $3::timestamptz AND NOT EXISTS (
                SELECT 1 FROM price newer
                 WHERE newer.tenant_id = p.tenant_id AND newer.project_id = p.project_id
                   AND newer.provider = p.provider AND newer.model = p.model
                   AND newer.effective_from > p.effective_from
                   AND newer.effective_from <= $3::timestamptz) AS in_force
         FROM price p WHERE p.tenant_id = $1::int AND p.project_id = $2::int) listed
 WHERE ($4::text IS NULL OR listed.provider = $4) AND (NOT $5::boolean OR listed.in_force)
   AND ($6::text IS NULL OR listed.model = $6)`;

function priceFromDb(row: PriceRow): PriceView {
  return {
    provider: row.provider,
    model: row.model,
    effectiveFrom: row.effective_from,
    inForce: row.in_force,
    inputPicoUsd: row.input_pico_usd,
    outputPicoUsd: row.output_pico_usd,
    cacheReadPicoUsd: row.cache_read_pico_usd,
    cacheWritePicoUsd: row.cache_write_pico_usd,
    unitPrices: Object.entries(row.unit_pico_usd ?? {}).map(([kind, price]) => ({
      kind,
      pricePicoUsd: BigInt(price),
    })),
    createdBy: row.created_by,
    createdAt: row.created_at,
  };
}
