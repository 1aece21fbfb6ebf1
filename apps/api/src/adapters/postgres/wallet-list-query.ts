import type { WalletFilter } from '@purser/schema/contract/inputs';
import type { WalletTotalsView } from '@purser/schema/contract/money-views';
import type { Page, PageRequest } from '@purser/schema/contract/request-context';
import { likePattern } from './like-pattern.ts';
import { readList } from './list-query.ts';
import type { ScopeKey } from './scope-key.ts';
import type { SqlRunner } from './sql-runner.ts';

const dayMs = 86_400_000;

type WalletOwner = { readonly id: bigint; readonly external_id: string };

type OwnersRequest = WalletFilter & PageRequest & { readonly now: Date };

/** Users who were ever given a lot; `expiringWithinDays` asks for money that ends by then. */
export function readWalletOwners(
  run: SqlRunner,
  { tenantId, projectId }: ScopeKey,
  { search, expiringWithinDays, now, ...page }: OwnersRequest,
): Promise<Page<WalletOwner>> {
  const until =
    expiringWithinDays === undefined ? null : new Date(now.getTime() + expiringWithinDays * dayMs);
  return readList<WalletOwner, WalletOwner, 'wallets'>(
    run,
    {
      name: 'wallets',
      columns: 'u.id, u.external_id',
      from: ownersFrom,
      values: [tenantId, projectId, likePattern(search), until, now],
      orders: { userId: [{ sql: 'u.external_id', type: 'text' }] },
    },
    page,
    ({ id, external_id }) => ({ id, external_id }),
  );
}

const ownersFrom = `
  FROM app_user u
 WHERE u.tenant_id = $1::int AND u.project_id = $2::int
   AND ($3::text IS NULL OR u.external_id ILIKE $3)
   AND EXISTS (
         SELECT 1 FROM wallet_lot lot
          WHERE lot.tenant_id = u.tenant_id AND lot.project_id = u.project_id
            AND lot.user_id = u.id
            AND ($4::timestamptz IS NULL OR EXISTS (
                  SELECT 1 FROM account a
                   WHERE a.tenant_id = lot.tenant_id AND a.project_id = lot.project_id
                     AND a.id = purser_account_id('wallet', lot.id::text, 0)
                     AND a.expires_at > $5::timestamptz AND a.expires_at <= $4
                     AND a.credits_posted > a.debits_posted)))`;

type TotalsRow = {
  readonly wallets: bigint;
  readonly lots: bigint;
  readonly put_in: bigint;
  readonly gone: bigint;
  readonly held: bigint;
  readonly available: bigint;
  readonly expiring: bigint;
};

/** All wallets of the project summed over their lots' accounts. */
export async function readWalletTotals(
  run: SqlRunner,
  { tenantId, projectId }: ScopeKey,
  now: Date,
): Promise<WalletTotalsView> {
  const until = new Date(now.getTime() + 7 * dayMs);
  const [row] = await run<TotalsRow>(totalsStatement, [tenantId, projectId, now, until]);
  return {
    wallets: Number(row?.wallets ?? 0n),
    lots: Number(row?.lots ?? 0n),
    putInMicroUsd: row?.put_in ?? 0n,
    goneMicroUsd: row?.gone ?? 0n,
    heldMicroUsd: row?.held ?? 0n,
    availableMicroUsd: row?.available ?? 0n,
    expiringMicroUsd: row?.expiring ?? 0n,
  };
}

/** What is available of a lot is its balance less what is held; an expired lot has none (rules F8 and L2). */
const totalsStatement = `
SELECT count(DISTINCT a.owner_id) AS wallets, count(*) AS lots,
       coalesce(sum(a.credits_posted), 0)::bigint AS put_in,
       coalesce(sum(a.debits_posted), 0)::bigint AS gone,
       coalesce(sum(a.debits_pending), 0)::bigint AS held,
       coalesce(sum(a.credits_posted - a.debits_posted - a.debits_pending)
                FILTER (WHERE a.expires_at IS NULL OR a.expires_at > $3::timestamptz), 0)::bigint
         AS available,
       coalesce(sum(a.credits_posted - a.debits_posted - a.debits_pending)
                FILTER (WHERE a.expires_at > $3 AND a.expires_at <= $4::timestamptz), 0)::bigint
         AS expiring
  FROM account a
 WHERE a.tenant_id = $1::int AND a.project_id = $2::int AND a.kind = 'wallet'`;
