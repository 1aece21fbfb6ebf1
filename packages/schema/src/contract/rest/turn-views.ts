import { z } from 'zod';
import {
  denialItem,
  fundingCapacity,
  limitState,
  moneyHold,
  settledResult,
} from './turn-answers.ts';

/** What is read of turns afterwards: the list, and the lineage of one turn. */
const usd = z.string().meta({ format: 'decimal', examples: ['0.042'] });
const instant = z.string().meta({ format: 'date-time' });
const facts = z.record(z.string(), z.unknown());
const account = z.strictObject({ id: z.string(), kind: z.string(), reference: z.string() });

/** What the admission was decided by, under the names of its own answer; the turn's own hold is not counted in `limits`. */
const turnDecision = z.strictObject({
  decision: z.literal('admitted'),
  used_replenishment: z.boolean(),
  grant_ids: z.array(z.string()),
  money: z.array(moneyHold),
  limits: z.array(limitState),
});

export const turnView = z.strictObject({
  turn_id: z.string(),
  decision_id: z.string(),
  user_id: z.string(),
  bundle_id: z.string().nullable(),
  class: z.string(),
  state: z.enum(['admitted', 'settled', 'released', 'expired']),
  plan_id: z.string(),
  plan_source: z.string(),
  estimate_tokens: z.int(),
  held_tokens: z.int(),
  providers: z.array(z.string()),
  decision: turnDecision,
  admitted_at: instant,
  expires_at: instant,
  closed_at: instant.nullable(),
  outcome: z.string().nullable(),
  cost_usd: usd.nullable(),
  tokens_charged: z.int().nullable(),
  usage: z.array(facts).nullable(),
  result: settledResult.nullable(),
});

const transferView = z.strictObject({
  id: z.string(),
  phase: z.enum(['post', 'hold', 'settle', 'void', 'expire']),
  kind: z.string(),
  debit: account,
  credit: account,
  amount_usd: usd,
  hold_id: z.string().nullable(),
  effective_at: instant,
  recorded_at: instant,
  actor: z.string(),
  reason: z.string(),
  idempotency_key: z.string(),
  external_id: z.string().nullable(),
});

const denialView = z.strictObject({
  id: z.string(),
  decision_id: z.string(),
  bundle_id: z.string().nullable(),
  plan_id: z.string(),
  reasons: z.array(z.string()),
  denials: z.array(denialItem),
  funding: z.array(fundingCapacity),
  denied_at: instant,
});

/** `GET /api/v1/turns/{turn_id}`: from the decision to the settlement, with every transfer. */
export const lineageAnswer = z.strictObject({
  turn_id: z.string(),
  turn: turnView.nullable(),
  transfers: z.array(transferView),
  denials: z.array(denialView),
});

export const turnListAnswer = z.strictObject({
  count: z.int(),
  turns: z.array(turnView),
  next_cursor: z.string().nullable(),
});

export type TurnItem = z.output<typeof turnView>;
export type LineageAnswer = z.output<typeof lineageAnswer>;
export type TurnListAnswer = z.output<typeof turnListAnswer>;
