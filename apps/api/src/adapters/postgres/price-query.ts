import type { PriceFilter } from '@purser/schema/contract/inputs';
import type { Page, PageRequest } from '@purser/schema/contract/request-context';
import type { PriceView } from '@purser/schema/contract/views';
import { decodeCursor, toPage } from './keyset.ts';
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

/** The price table by provider and model, each newest first. */
export async function readPrices(
  run: SqlRunner,
  { tenantId, projectId }: ScopeKey,
  { provider, model, inForceOnly, limit, cursor }: PriceFilter & PageRequest,
  now: Date,
): Promise<Page<PriceView>> {
  const [afterProvider, afterModel, afterFrom] =
    decodeCursor(cursor, ['text', 'text', 'instant']) ?? [];
  const rows = await run<PriceRow>(
    `SELECT * FROM (
       SELECT p.*, p.effective_from <= $3::timestamptz AND NOT EXISTS (
                SELECT 1 FROM price newer
                 WHERE newer.tenant_id = p.tenant_id AND newer.project_id = p.project_id
                   AND newer.provider = p.provider AND newer.model = p.model
                   AND newer.effective_from > p.effective_from
                   AND newer.effective_from <= $3::timestamptz) AS in_force
         FROM price p WHERE p.tenant_id = $1::int AND p.project_id = $2::int) listed
      WHERE ($4::text IS NULL OR provider = $4) AND (NOT $5::boolean OR in_force)
        AND ($6::text IS NULL OR (provider, model) > ($6, $7::text)
             OR (provider = $6 AND model = $7 AND effective_from < $8::timestamptz))
      AND ($10::text IS NULL OR model = $10)
      ORDER BY provider, model, effective_from DESC LIMIT $9::int`,
    [
      tenantId,
      projectId,
      now,
      provider ?? null,
      inForceOnly ?? false,
      afterProvider ?? null,
      afterModel ?? null,
      afterFrom ?? null,
      limit + 1,
      model ?? null,
    ],
  );
  return toPage(rows, limit, {
    item: priceFromDb,
    key: (row) => [row.provider, row.model, row.effective_from.toISOString()],
  });
}

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
