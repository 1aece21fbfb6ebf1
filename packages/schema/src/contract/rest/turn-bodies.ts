import { z } from 'zod';
import type { AdmitTurn, SettleTurn, UsageLine } from '../turn.ts';
import {
  bundleOrProject,
  externalId,
  pageCursor,
  pageLimit,
  shortName,
  tokenCount,
  usdFact,
} from './fields.ts';

/** A turn names a handful of providers; each costs a check of its own. */
const providersMax = 32;

/** One line per model call of the turn; more come from a loop that should settle in parts. */
const usageLinesMax = 500;

/** Metadata is kept with the turn and shown to people; it is no document store. */
const metadataBytesMax = 8192;

export const turnParams = z.strictObject({ turn_id: externalId });

const admitFields = {
  user_id: externalId,
  bundle_id: bundleOrProject,
  estimate_tokens: tokenCount.optional(),
  estimate_usd: usdFact.optional(),
  input_tokens: tokenCount.optional(),
  max_output_tokens: tokenCount.optional(),
  providers: z
    .array(shortName)
    .max(providersMax, { message: `must name at most ${providersMax} providers` })
    .optional(),
  role: z
    .enum(['anonymous', 'registered'], { message: 'must be anonymous or registered' })
    .optional(),
  class: z.enum(['interactive', 'batch'], { message: 'must be interactive or batch' }).optional(),
  metadata: z
    .record(z.string(), z.unknown())
    .refine((value) => JSON.stringify(value).length <= metadataBytesMax, {
      message: `must be at most ${metadataBytesMax} bytes as JSON`,
    })
    .optional(),
};

const admitObject = z.strictObject({ turn_id: externalId, ...admitFields });

/** `POST /api/v1/turns` and `/api/v1/turns:check`. The size is given in one of three ways, or not at all. */
export const admitBody = admitObject.check(oneWayToEstimate).transform(toAdmitTurn);

/** The ways to say how large a turn will be; fields of two ways would contradict each other. */
function oneWayToEstimate(check: z.core.ParsePayload<z.output<typeof admitObject>>): void {
  const { estimate_tokens, estimate_usd, input_tokens, max_output_tokens } = check.value;
  const refuse = (field: string, other: string) =>
    check.issues.push({
      code: 'custom',
      path: [field],
      message: `cannot be given together with ${other}`,
      input: check.value,
    });
  if (estimate_tokens !== undefined && estimate_usd !== undefined) {
    refuse('estimate_usd', 'estimate_tokens');
  }
  if (estimate_tokens === undefined && estimate_usd === undefined) return;
  const estimate = estimate_tokens === undefined ? 'estimate_usd' : 'estimate_tokens';
  if (input_tokens !== undefined) refuse('input_tokens', estimate);
  if (max_output_tokens !== undefined) refuse('max_output_tokens', estimate);
}

function toAdmitTurn(body: z.output<typeof admitObject>): AdmitTurn {
  return {
    turnId: body.turn_id,
    userId: body.user_id,
    bundleId: body.bundle_id,
    estimateTokens: body.estimate_tokens,
    estimateMicroUsd: body.estimate_usd,
    inputTokens: body.input_tokens,
    maxOutputTokens: body.max_output_tokens,
    providers: body.providers && [...new Set(body.providers)],
    role: body.role,
    class: body.class,
    metadata: body.metadata,
  };
}

const usageLine = z
  .strictObject({
    provider: shortName,
    model: shortName,
    input_tokens: tokenCount.prefault(0),
    output_tokens: tokenCount.prefault(0),
    cache_read_tokens: tokenCount.prefault(0),
    cache_write_tokens: tokenCount.prefault(0),
    units: tokenCount.optional(),
    kind: shortName.optional(),
  })
  .transform(
    (line): UsageLine => ({
      provider: line.provider,
      model: line.model,
      inputTokens: line.input_tokens,
      outputTokens: line.output_tokens,
      cacheReadTokens: line.cache_read_tokens,
      cacheWriteTokens: line.cache_write_tokens,
      units: line.units,
      kind: line.kind,
    }),
  );

const settleFields = {
  cost_usd: usdFact.optional(),
  provider: shortName.optional(),
  usage: z
    .array(usageLine)
    .min(1, { message: 'must have at least one line' })
    .max(usageLinesMax, { message: `must have at most ${usageLinesMax} lines` })
    .optional(),
  outcome: z.enum(['ok', 'failed'], { message: 'must be ok or failed' }).optional(),
};

const settleObject = z.strictObject(settleFields);

type SettleFields = z.output<typeof settleObject>;

/** `POST /api/v1/turns/{turn_id}/settle`: what the turn cost, or the usage to price. */
export const settleBody = settleObject.check(costOrUsage).transform(toSettlement);

function costOrUsage(check: z.core.ParsePayload<SettleFields>): void {
  const { cost_usd, usage, provider } = check.value;
  const refuse = (field: string, message: string) =>
    check.issues.push({ code: 'custom', path: [field], message, input: check.value });
  if (cost_usd === undefined && usage === undefined) {
    refuse('cost_usd', 'is required unless usage is given');
  }
  if (cost_usd !== undefined && usage !== undefined) {
    refuse('usage', 'cannot be given together with cost_usd');
  }
  if (provider !== undefined && usage !== undefined) {
    refuse('provider', 'belongs to cost_usd; the lines of usage name their own');
  }
}

function toSettlement(body: SettleFields): Omit<SettleTurn, 'turnId'> {
  return {
    costMicroUsd: body.cost_usd,
    provider: body.provider,
    usage: body.usage,
    outcome: body.outcome,
  };
}

/** Heartbeat and release take nothing. */
export const emptyBody = z.strictObject({});

/** `GET /api/v1/turns`. */
export const turnListQuery = z.strictObject({
  user_id: externalId.optional(),
  state: z
    .enum(['admitted', 'settled', 'released', 'expired'], {
      message: 'must be admitted, settled, released or expired',
    })
    .optional(),
  limit: pageLimit(),
  cursor: pageCursor,
});
