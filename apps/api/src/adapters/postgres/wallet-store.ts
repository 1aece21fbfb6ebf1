import type { WalletStore } from '../../ports/wallet-store.ts';
import { lockName } from './advisory-lock.ts';
import type { Tx } from './prisma.ts';
import type { ScopeKey } from './scope-key.ts';
import { transactionRunner } from './sql-runner.ts';
import { noOutflows, readLots, readOutflows } from './wallet-query.ts';

type EarlierRow = {
  readonly lot_id: string;
  readonly user_id: bigint;
  readonly amount: bigint;
  readonly price: bigint;
};

export function createWalletStore(tx: Tx, scope: ScopeKey): WalletStore {
  const { tenantId, projectId } = scope;
  const run = transactionRunner(tx);
  return {
    async lockCredit(key) {
      await lockName(tx, scope, 'wallet_credit', key);
      const [earlier] = await tx.$queryRaw<EarlierRow[]>`
        SELECT lot.id AS lot_id, lot.user_id, transfer.amount, lot.reference_price_pico_usd AS price
          FROM transfer_key known
          JOIN transfer ON transfer.tenant_id = known.tenant_id
           AND transfer.project_id = known.project_id AND transfer.id = known.transfer_id
          JOIN account ON account.tenant_id = known.tenant_id
           AND account.project_id = known.project_id AND account.id = transfer.credit_account_id
          JOIN wallet_lot lot ON lot.tenant_id = known.tenant_id
           AND lot.project_id = known.project_id
           AND lot.id = CASE WHEN account.kind = 'wallet' THEN account.reference::uuid END
         WHERE known.tenant_id = ${tenantId} AND known.project_id = ${projectId}
           AND known.key = ${key}`;
      if (earlier === undefined) return null;
      return {
        lotId: earlier.lot_id,
        userId: earlier.user_id,
        amountMicroUsd: earlier.amount,
        referencePricePicoUsd: earlier.price,
      };
    },
    async insertLot(lot) {
      await tx.walletLot.create({ data: { ...scope, ...lot } });
    },
    lots: async (userId, now) => (await readLots(run, scope, [userId], now)).get(userId) ?? [],
    outflows: async (userId) =>
      (await readOutflows(run, scope, [userId])).get(userId) ?? noOutflows,
    async outputPricePicoUsd(provider, model, at) {
      const price = await tx.price.findFirst({
        where: { ...scope, provider, model, effectiveFrom: { lte: at } },
        orderBy: { effectiveFrom: 'desc' },
      });
      return price?.outputPicoUsd ?? null;
    },
  };
}
