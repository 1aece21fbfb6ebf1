import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AdminWorld, openAdminWorld, worldNow } from '../../testing/admin-world.ts';
import { createWalletStore } from './wallet-store.ts';

let world: AdminWorld;

beforeAll(async () => {
  world = await openAdminWorld();
});

afterAll(() => world.close());

test('an earlier credit is found beside accounts that are no lots, in whatever order tables are joined', async () => {
  const credit = { userId: 'buyer', amountMicroUsd: 5n, source: 'payment' } as const;
  await world.useCases.wallet.addCredits(world.ctx, { ...credit, purchaseId: 'pi_1' }, {});
  const { tenantId, projectId } = world.ctx.scope;
  await world.pool.query(
    `INSERT INTO account (tenant_id, project_id, id, kind, unit, reference, shard, credits_posted, debits_posted,
                          debits_pending, version, last_recorded_at, created_at)
     SELECT $1, $2, purser_account_id('period', key, 0), 'period', 'micro_usd', key, 0, 0, 0, 0, 0, $3, $3
       FROM (SELECT 'internal:' || n AS key FROM generate_series(1, 30) n) periods`,
    [tenantId, projectId, worldNow],
  );
  await world.pool.query('ANALYZE transfer_key, transfer, account, wallet_lot');
  const earlier = await world.db.$transaction(async (tx) => {
    // Without them the lots and all accounts are joined before the key has chosen one.
    await tx.$executeRaw`SET LOCAL enable_indexscan = off`;
    await tx.$executeRaw`SET LOCAL enable_bitmapscan = off`;
    return createWalletStore(tx, { tenantId, projectId }).lockCredit('wallet-credit:pi_1');
  });
  expect(earlier).toMatchObject({ amountMicroUsd: 5n });
});
