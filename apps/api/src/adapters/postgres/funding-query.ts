import type { CounterScope } from '@purser/domain/quota/counter-types';
import type { Pool } from 'pg';
import type { FundingReading } from '../../ports/turn-lookup.ts';

export type FundingQuestion = {
  readonly userId: bigint;
  /** The account that pays first; null when there is none. */
  readonly primaryId: string | null;
  readonly nowMs: number;
};

/** What one statement found. Accounts and owners it was asked for and did not find have nothing. */
export type Balances = {
  /** Null: whatever is asked for can be held. */
  readonly primaries: ReadonlyMap<string | null, bigint | null>;
  readonly wallets: ReadonlyMap<bigint, Wallet>;
  readonly readAtMs: number;
};

type Wallet = { readonly available: bigint | null; readonly balance: bigint };

type BalanceRow = Wallet & {
  readonly primary_id: string | null;
  readonly owner_id: bigint | null;
};

/**
 * What accounts and wallets could hold, for many users in one statement. Each account is read once, whoever pays
 * from it, and who has no wallet costs a look into its index and no row.
 */
export async function readBalances(
  pool: Pool,
  scope: CounterScope,
  questions: readonly FundingQuestion[],
  nowMs: number,
): Promise<Balances> {
  const primaryIds = new Set(questions.flatMap(({ primaryId }) => primaryId ?? []));
  const { rows } = await pool.query<BalanceRow>({
    name: 'purser_read_funding',
    text: `
      SELECT a.id AS primary_id, NULL::bigint AS owner_id,
             a.credits_posted - a.debits_posted - a.debits_pending + a.overdraft AS available, 0::bigint AS balance
        FROM account a
       WHERE a.tenant_id = $1 AND a.project_id = $2 AND a.id = ANY ($3::uuid[])
      UNION ALL
      SELECT NULL, a.owner_id, sum(a.credits_posted - a.debits_posted - a.debits_pending)::bigint,
             sum(a.credits_posted - a.debits_posted)::bigint
        FROM account a
       WHERE a.owner_id = ANY ($4::bigint[]) AND a.kind = 'wallet' AND a.closed_at IS NULL
         -- No other index than that of open wallets can serve this, whatever the plan was made for.
         AND a.tenant_id + 0 = $1 AND a.project_id + 0 = $2 AND (a.expires_at IS NULL OR a.expires_at > $5)
       GROUP BY a.owner_id`,
    values: [
      scope.tenantId,
      scope.projectId,
      // Numbers and UUIDs as the literals they are: the driver would quote and escape each of them.
      `{${[...primaryIds].join(',')}}`,
      `{${questions.map(({ userId }) => userId).join(',')}}`,
      new Date(nowMs),
    ],
  });
  const primaries = new Map<string | null, bigint | null>();
  const wallets = new Map<bigint, Wallet>();
  for (const { primary_id, owner_id, available, balance } of rows) {
    if (owner_id === null) primaries.set(primary_id, available);
    else wallets.set(owner_id, { available, balance });
  }
  return { primaries, wallets, readAtMs: nowMs };
}

/** One user's part of what was found for many. */
export function readingOf(
  { primaries, wallets, readAtMs }: Balances,
  { userId, primaryId }: FundingQuestion,
): FundingReading {
  const wallet = wallets.get(userId);
  const primary = primaries.get(primaryId);
  return {
    primaryAvailableMicroUsd: primary === undefined ? 0n : primary,
    walletBalanceMicroUsd: wallet?.balance ?? 0n,
    walletAvailableMicroUsd: wallet?.available ?? 0n,
    readAtMs,
  };
}
