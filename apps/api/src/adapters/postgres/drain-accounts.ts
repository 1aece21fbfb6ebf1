import type { CounterScope } from '@purser/domain/quota/counter-types';
import type { Pool } from 'pg';
import type { AccountRef } from '../../ports/ledger.ts';
import { PostingAccounts } from './posting-accounts.ts';
import { postingId } from './posting-id.ts';
import { type AnswerRow, postingText, postingValues } from './posting-statement.ts';

/** An account to empty, as it was when it was found. */
export type DrainedAccount = { readonly reference: string; readonly version: bigint };

/**
 * Moves whatever is free in accounts at the instant of posting, in one call for all of them, and answers
 * how many posted. The account's version is part of the key: a second process that read the same account
 * posts nothing, and money that a hold frees later goes under another key.
 */
export async function drainAccounts(
  pool: Pool,
  { tenantId, projectId }: CounterScope,
  {
    kind,
    accounts,
    into,
    ...transfer
  }: {
    readonly kind: AccountRef['kind'];
    readonly accounts: readonly DrainedAccount[];
    readonly into: AccountRef;
    /** Verb-noun: the beginning of each key. */
    readonly operation: string;
    readonly transferKind: string;
    readonly reason: string;
    readonly actor: string;
    readonly nowMs: number;
  },
): Promise<number> {
  if (accounts.length === 0) return 0;
  const refs = new PostingAccounts();
  const credit = refs.position(into);
  const items = accounts.map(({ reference, version }) => ({
    op: 'drain',
    id: postingId(transfer.nowMs),
    at: new Date(transfer.nowMs).toISOString(),
    actor: transfer.actor,
    reason: transfer.reason,
    key: `${transfer.operation}:${reference}:${version}`,
    legList: [
      {
        leg_debit: refs.position({ kind, reference }),
        leg_credit: credit,
        leg_kind: transfer.transferKind,
      },
    ],
  }));
  const { rows } = await pool.query<AnswerRow>(
    postingText,
    postingValues({ scope: { tenantId, projectId }, lane: null, accounts: refs, items }),
  );
  return rows.filter(({ status }) => status === 'ok').length;
}
