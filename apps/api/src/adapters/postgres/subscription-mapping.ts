import type { Prisma } from '@purser/prisma/client';
import type { PeriodView } from '@purser/schema/contract/subscription';
import type { SubscriptionRecord } from '../../ports/subscription-store.ts';
import { balanceFromDb } from './account-mapping.ts';
import type { ScopeKey } from './scope-key.ts';

export function subscriptionToDb(
  scope: ScopeKey,
  { overdraftMicroUsd, ...columns }: SubscriptionRecord,
): Prisma.SubscriptionUncheckedCreateInput {
  return { ...scope, ...columns, overdraft: overdraftMicroUsd };
}

/** A period with its account and what of it went to and came from the project at its closing. */
export type PeriodRow = {
  readonly key: string;
  readonly subscription_id: string;
  readonly user_id: string;
  readonly plan_id: string;
  readonly status: PeriodView['status'];
  readonly starts_at: Date;
  readonly ends_at: Date;
  readonly closed_at: Date | null;
  readonly notes: string | null;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly credits_posted: bigint;
  readonly debits_posted: bigint;
  readonly debits_pending: bigint;
  readonly overdraft: bigint | null;
  readonly rolled_over: bigint;
  readonly covered: bigint;
};

/** topped up = spent + rolled over + balance, where a covered overdraft counts as rolled over below zero (rule S13). */
export function periodViewFromDb(row: PeriodRow): PeriodView {
  return {
    ...balanceFromDb({
      creditsPosted: row.credits_posted,
      debitsPosted: row.debits_posted,
      debitsPending: row.debits_pending,
      overdraft: row.overdraft,
    }),
    key: row.key,
    subscriptionId: row.subscription_id,
    userId: row.user_id,
    planId: row.plan_id,
    status: row.status,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    toppedUpMicroUsd: row.credits_posted - row.covered,
    rolledOverMicroUsd: row.rolled_over - row.covered,
    spentMicroUsd: row.debits_posted - row.rolled_over,
    closedAt: row.closed_at,
    notes: row.notes,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
