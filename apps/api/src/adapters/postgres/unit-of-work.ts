import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { Stores, UnitOfWork } from '../../ports/unit-of-work.ts';
import type { Db, Tx } from './prisma.ts';
import { isRetryable } from './retryable.ts';

/** How often one command is tried before a conflict becomes a fault. */
const attemptsMax = 5;
const transactionOptions = { maxWait: 10_000, timeout: 30_000 };

/** Ends a transaction without its effects and carries out the answer. */
class Rollback extends Error {
  override name = 'Rollback';
  readonly value: unknown;
  constructor(value: unknown) {
    super('The transaction ends without its effects.');
    this.value = value;
  }
}

/**
 * Transactions over Prisma. Work that answers `commit: false` leaves nothing behind; work broken by a
 * deadlock or a serialization conflict runs again from its start, so it must keep no state outside. `onEnd`
 * is called before anybody hears how a transaction ended.
 */
export function createUnitOfWork(
  db: Db,
  storesOf: (tx: Tx, scope: ProjectScope) => Stores,
  onEnd: (scope: ProjectScope) => void = () => undefined,
): UnitOfWork {
  return {
    async run(scope, work) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await db.$transaction(async (tx) => {
            const { commit, value } = await work(storesOf(tx, scope));
            if (!commit) throw new Rollback(value);
            return value;
          }, transactionOptions);
        } catch (error) {
          if (error instanceof Rollback)
            return error.value as Awaited<ReturnType<typeof work>>['value'];
          if (attempt === attemptsMax || !isRetryable(error)) throw error;
        } finally {
          onEnd(scope);
        }
      }
    },
  };
}
