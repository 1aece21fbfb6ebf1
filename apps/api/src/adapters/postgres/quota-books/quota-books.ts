import type { Pool } from 'pg';
import type { BookPlace, QuotaBooks } from '../../../ports/quota-books.ts';
import { inTransaction } from '../in-transaction.ts';
import { isRetryable, sqlStateOf } from '../retryable.ts';
import { leasePlaceSql, openPlacesSql } from './book-queries.ts';
import { loadBatch } from './load-batch.ts';
import { writeBatch } from './write-batch.ts';

/** How often one batch is tried before a conflict becomes a fault. */
const attemptsMax = 5;

/** Two calls with one id for different tenants wait for no common lock: the second finds the first when it tries again. */
const uniqueViolation = '23505';

/** Quotas of many tenants at once over PostgreSQL: load a set, decide, write a set. */
export function createQuotaBooks(pool: Pool): QuotaBooks {
  return {
    async inBatch(needs, decide) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await inTransaction(pool, async (run) => {
            const loaded = await loadBatch(run, needs);
            const { writes, value } = decide(loaded);
            await writeBatch(run, { needs, loaded, writes });
            return value;
          });
        } catch (error) {
          const isOver = attempt === attemptsMax;
          if (isOver || !(isRetryable(error) || sqlStateOf(error) === uniqueViolation)) throw error;
        }
      }
    },
    async placesOf(dataplaneId) {
      return (await pool.query<BookPlace>(openPlacesSql, [dataplaneId])).rows;
    },
    async placeOf(dataplaneId, leaseId) {
      const { rows } = await pool.query<BookPlace>(leasePlaceSql, [dataplaneId, leaseId]);
      return rows[0] ?? null;
    },
  };
}
