import { z } from 'zod';

/**
 * What the turn routes answer, field by field. These shapes are documentation, the source of the
 * client's types, and what the server's serializers are compiled from; amounts are decimal strings.
 */
const usd = z.string().meta({ format: 'decimal', examples: ['0.042'] });
const instant = z.string().meta({ format: 'date-time' });
const count = z.int().min(0);

const moneySource = z.enum(['period', 'project', 'wallet']);

export const moneyHold = z.strictObject({ source: moneySource, amount_usd: usd });

export const limitState = z.strictObject({
  limit: z.string(),
  scope: z.string(),
  allowed: count,
  used: count,
  held: count,
  remaining: count,
  resets_at: instant.nullable(),
});

export const denialItem = z.strictObject({
  reason: z.string(),
  limit: z.string().nullable(),
  scope: z.string().nullable(),
  provider: z.string().nullable(),
  window: z.string().nullable(),
  allowed: count.nullable(),
  used: count.nullable(),
  held: count.nullable(),
  available_usd: usd.nullable(),
  needed_usd: usd.nullable(),
  retry_after_s: z.number().nullable(),
  would_pass_if: z.string(),
});

/** What a money source could have held when a turn was denied: null is unlimited. */
export const fundingCapacity = z.strictObject({
  source: moneySource,
  available_usd: usd.nullable(),
  needed_usd: usd,
});

export const decisionAnswer = z.strictObject({
  decision: z.enum(['admitted', 'denied']),
  decision_id: z.string(),
  turn_id: z.string(),
  user_id: z.string(),
  plan_id: z.string(),
  plan_source: z.string(),
  used_replenishment: z.boolean(),
  grant_ids: z.array(z.string()),
  expires_at: instant.nullable(),
  holds: z
    .strictObject({
      requests: count,
      tokens: count,
      money: z.array(moneyHold),
      slot: z.string(),
    })
    .nullable(),
  limits: z.array(limitState),
  denials: z.array(denialItem),
  retry_after_s: z.number().nullable(),
});

export const checkAnswer = decisionAnswer.extend({ money_as_of: instant.nullable() });

export const heartbeatAnswer = z.strictObject({ turn_id: z.string(), expires_at: instant });

/** Who paid a settled turn, as its settlement answers and its lineage repeats. */
export const settledResult = z.strictObject({
  paid_by: z.array(z.strictObject({ source: moneySource, amount_usd: usd, tokens: count })),
  absorbed: z.array(z.strictObject({ reason: z.string(), amount_usd: usd, tokens: count })),
  transfer_ids: z.array(z.string()),
  flags: z.array(z.string()),
});

export const settleAnswer = z.strictObject({
  turn_id: z.string(),
  state: z.literal('settled'),
  cost_usd: usd,
  tokens_charged: count,
  paid_by: settledResult.shape.paid_by,
  absorbed: settledResult.shape.absorbed,
  transfer_ids: settledResult.shape.transfer_ids,
  settled_at: instant,
  flags: settledResult.shape.flags,
});

export const releaseAnswer = z.strictObject({ turn_id: z.string(), state: z.literal('released') });

export type FundingItem = z.output<typeof fundingCapacity>;
export type DecisionAnswer = z.output<typeof decisionAnswer>;
export type CheckAnswer = z.output<typeof checkAnswer>;
export type HeartbeatAnswer = z.output<typeof heartbeatAnswer>;
export type SettleAnswer = z.output<typeof settleAnswer>;
export type ReleaseAnswer = z.output<typeof releaseAnswer>;
