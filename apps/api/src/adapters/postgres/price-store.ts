import type { Price } from '@purser/prisma/client';
import type { PriceRecord, PriceStore } from '../../ports/price-store.ts';
import { lockName } from './advisory-lock.ts';
import type { Tx } from './prisma.ts';
import type { ScopeKey } from './scope-key.ts';

export function createPriceStore(tx: Tx, scope: ScopeKey): PriceStore {
  return {
    async lock(provider, model) {
      await lockName(tx, scope, 'price', provider, model);
      const rows = await tx.price.findMany({
        where: { ...scope, provider, model },
        orderBy: { effectiveFrom: 'desc' },
      });
      return rows.map(priceFromDb);
    },
    async append({ unitPrices, ...price }) {
      const units = unitPrices.map(({ kind, pricePicoUsd }) => [kind, pricePicoUsd.toString()]);
      await tx.price.create({
        data: { ...scope, ...price, unitPicoUsd: Object.fromEntries(units) },
      });
    },
  };
}

function priceFromDb({ unitPicoUsd, ...row }: Price): PriceRecord {
  const units = (unitPicoUsd ?? {}) as Readonly<Record<string, string | number>>;
  return {
    provider: row.provider,
    model: row.model,
    effectiveFrom: row.effectiveFrom,
    inputPicoUsd: row.inputPicoUsd,
    outputPicoUsd: row.outputPicoUsd,
    cacheReadPicoUsd: row.cacheReadPicoUsd,
    cacheWritePicoUsd: row.cacheWritePicoUsd,
    unitPrices: Object.entries(units).map(([kind, pico]) => ({
      kind,
      pricePicoUsd: BigInt(pico),
    })),
    createdBy: row.createdBy,
    createdAt: row.createdAt,
  };
}
