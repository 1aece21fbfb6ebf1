import { accepted, type Outcome, rejected } from '@purser/domain/outcome';
import {
  changeLimits,
  type LimitField,
  limitFields,
  unlimited,
  withUsdLimits,
} from '@purser/domain/quota/limits';
import type { CreateGrant, PartialLimits } from '@purser/schema/contract/inputs';
import type { Priced } from '@purser/schema/contract/money-views';
import type { Rejection } from '@purser/schema/contract/rejections';
import type { GrantView } from '@purser/schema/contract/views';
import type { GrantRecord } from '../../ports/grant-store.ts';
import type { UserRecord } from '../../ports/user-store.ts';
import { instantText } from '../command/change-lines.ts';
import type { CommandDefinition, Decision, Moment } from '../command/run-command.ts';
import { referenceView } from '../reference-view.ts';
import { type DecidedBy, grantLines } from './grant-lines.ts';
import { grantView } from './grant-view.ts';

const dayMs = 86_400_000;

/**
 * Gives a user limits of its own for a time: an add grant raises them, a replace grant sets the sent
 * ones (null = unlimited); money becomes tokens at the reference price. Grants are rows: two of them
 * never merge (rules P2 and P6).
 */
export const createGrant = (
  decidedBy: DecidedBy,
): CommandDefinition<CreateGrant, UserRecord, GrantRecord, Priced<GrantView>> => ({
  operation: 'create-grant',
  load: (stores, { userId }, moment) => stores.users.ensure(userId, moment.now),
  decide: (user, { usdLimits = {}, ...sent }, moment) => {
    const reference = referenceView(decidedBy.rules.settings);
    const limits = withUsdLimits(sent.limits, usdLimits, reference.pricePicoUsd);
    const granted = decideGrant(user, { ...sent, limits }, moment);
    if (!granted.ok) return granted;
    const lines = grantLines(decidedBy, granted.value.change, moment.nowMs);
    return accepted({
      ...granted.value,
      preview: { ...granted.value.preview, reference },
      changes: [...lines, ...granted.value.changes],
    });
  },
  apply: async (stores, grant) => {
    await stores.grants.insert(grant);
    return undefined;
  },
});

/** A new grant as any command decides it; what it does to the user's limits is shown by those that know them. */
export function decideGrant(
  user: UserRecord,
  input: CreateGrant,
  moment: Moment,
): Outcome<Decision<GrantRecord, GrantView>, Rejection> {
  const fields = grantedFields(input.mode, input.limits);
  if (fields.length === 0) {
    return rejected({
      code: 'invalid_value' as const,
      field: 'limits',
      message:
        input.mode === 'add'
          ? 'A grant must add something: give at least one limit above zero.'
          : 'A grant must set something: give at least one limit.',
    });
  }
  const grant = newGrant(user.id, input, fields, moment);
  return accepted({
    change: grant,
    preview: grantView(grant, user.externalId, moment.now),
    changes: [{ label: 'expires', before: null, after: instantText(grant.expiresAt) }],
    audit: { targetType: 'user', targetId: String(user.id), before: null, after: grant },
    affects: { userId: user.id },
  });
}

/** An add of nothing, and the null that clients send for a field they do not use, add nothing. */
function grantedFields(mode: 'add' | 'replace', limits: PartialLimits): readonly LimitField[] {
  return limitFields.filter((field) => {
    const value = limits[field];
    return mode === 'replace' ? value !== undefined : (value ?? 0n) > 0n;
  });
}

function newGrant(
  userId: bigint,
  input: CreateGrant,
  fields: readonly LimitField[],
  moment: Moment,
): GrantRecord {
  const set = Object.fromEntries(fields.map((field) => [field, input.limits[field]]));
  const { expiresInDays } = input;
  return {
    id: moment.newId(),
    userId,
    bundleId: input.bundleId,
    mode: input.mode,
    fields,
    limits: changeLimits(unlimited, set),
    source: input.source,
    purchaseId: input.purchaseId ?? null,
    purchaseAmountMicroUsd: input.purchaseAmountMicroUsd ?? null,
    notes: input.notes ?? null,
    createdBy: moment.actor,
    createdAt: moment.now,
    expiresAt: expiresInDays === null ? null : new Date(moment.nowMs + expiresInDays * dayMs),
    revokedAt: null,
  };
}
