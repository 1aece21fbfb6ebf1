import type { DenialView, TurnView } from '@purser/schema/contract/turn-views';
import {
  decisionFromDb,
  fundingFromDb,
  type RecordedDecision,
  type StoredFunding,
} from './decision-mapping.ts';

export type TurnRow = {
  readonly id: string;
  readonly external_id: string;
  readonly user_external_id: string;
  readonly bundle_id: string | null;
  readonly class: string;
  readonly state: string;
  readonly plan_id: string;
  readonly plan_source: string;
  readonly estimate_tokens: bigint;
  readonly held_tokens: bigint;
  readonly providers: string[];
  readonly decision: RecordedDecision;
  readonly admitted_at: Date;
  readonly expires_at: Date;
  readonly closed_at: Date | null;
  readonly outcome: string | null;
  readonly cost_micro_usd: bigint | null;
  readonly tokens_charged: bigint | null;
  readonly usage: Record<string, unknown>[] | null;
  readonly result: Record<string, unknown> | null;
};

export function turnFromDb(row: TurnRow): TurnView {
  return {
    decisionId: row.id,
    turnId: row.external_id,
    userId: row.user_external_id,
    bundleId: row.bundle_id,
    class: row.class,
    state: row.state as TurnView['state'],
    planId: row.plan_id,
    planSource: row.plan_source,
    estimateTokens: row.estimate_tokens,
    heldTokens: row.held_tokens,
    providers: row.providers,
    decision: decisionFromDb(row.decision),
    admittedAt: row.admitted_at,
    expiresAt: row.expires_at,
    closedAt: row.closed_at,
    outcome: row.outcome,
    costMicroUsd: row.cost_micro_usd,
    tokensCharged: row.tokens_charged,
    usage: row.usage,
    result: row.result,
  };
}

export type DenialRow = {
  readonly id: string;
  readonly user_external_id: string;
  readonly turn_external_id: string;
  readonly bundle_id: string | null;
  readonly plan_id: string;
  readonly reasons: string[];
  readonly denials: Record<string, unknown>[];
  readonly funding: StoredFunding | null;
  readonly denied_at: Date;
};

export function denialFromDb(row: DenialRow): DenialView {
  return {
    id: row.id,
    userId: row.user_external_id,
    turnId: row.turn_external_id,
    bundleId: row.bundle_id,
    planId: row.plan_id,
    reasons: row.reasons,
    denials: row.denials,
    funding: fundingFromDb(row.funding),
    deniedAt: row.denied_at,
  };
}
