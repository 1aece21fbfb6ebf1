import { parseAmount } from '@purser/domain/lease/amount';
import { dimensions } from '@purser/domain/tenant/dimension';
import { slugPattern } from '@purser/domain/tenant/slug';
import { tenantStatuses } from '@purser/domain/tenant/tenant-status';
import { z } from 'zod';
import { noteText, planName } from './admin-fields.ts';
import { pageCursor, pageLimit, shortName } from './fields.ts';

/** Bodies and answers of the second guide's admin API. */
const uuidText = z.uuid({ message: 'must be a UUID' }).transform((id) => id.toLowerCase());

const givenReason = noteText.refine((text) => text.trim() !== '', { message: 'must not be empty' });

const moment = z.iso
  .datetime({ offset: true, message: 'must be an RFC 3339 instant' })
  .transform((text) => new Date(text));

export const tenantParams = z.strictObject({ id: uuidText });
export const overrideParams = z.strictObject({ id: uuidText, override_id: uuidText });

/** Why something is ended that has no body. */
export const reasonQuery = z.strictObject({ reason: givenReason.optional() });

/** `GET /api/v1/admin/tenants`. */
export const tenantListQuery = z
  .strictObject({
    status: z
      .enum(tenantStatuses, { message: `must be one of ${tenantStatuses.join(', ')}` })
      .optional(),
    search: shortName.optional(),
    limit: pageLimit(),
    cursor: pageCursor,
  })
  .transform(({ status, search, limit, cursor }) => ({ status, search, limit, cursor }));

/** `POST /api/v1/admin/tenants`. */
export const tenantBody = z
  .strictObject({
    name: shortName,
    slug: z
      .string()
      .regex(slugPattern, {
        message: 'must have 1 to 63 of a-z, 0-9 and dash, no dash at its ends',
      })
      .optional(),
    plan_code: planName.optional(),
    anchor_day: z
      .int({ message: 'must be a day of the month' })
      .min(1, { message: 'must be from 1 to 31' })
      .max(31, { message: 'must be from 1 to 31' })
      .optional(),
    reason: givenReason.optional(),
    dry_run: z.boolean().optional(),
  })
  .transform(({ name, slug, plan_code, anchor_day, reason, dry_run }) => ({
    input: { name, slug, planId: plan_code, anchorDay: anchor_day },
    reason,
    dryRun: dry_run,
  }));

/** `PATCH /api/v1/admin/tenants/{id}`. */
export const tenantPatchBody = z
  .strictObject({
    name: shortName.optional(),
    plan_code: planName.optional(),
    reason: givenReason.optional(),
    dry_run: z.boolean().optional(),
  })
  .transform(({ name, plan_code, reason, dry_run }) => ({
    input: { name, planId: plan_code },
    reason,
    dryRun: dry_run,
  }));

/** `POST …/suspend`; `traffic` stops everything, which is all there is for now. */
export const suspendBody = z
  .strictObject({
    reason: givenReason,
    level: z.enum(['traffic'], { message: 'must be traffic' }).optional(),
    dry_run: z.boolean().optional(),
  })
  .transform(({ reason, dry_run }) => ({ reason, dryRun: dry_run }));

/** `POST …/resume`. */
export const resumeBody = z
  .strictObject({ reason: givenReason, dry_run: z.boolean().optional() })
  .transform(({ reason, dry_run }) => ({ reason, dryRun: dry_run }));

const amount = z.union([z.number(), z.string()]).transform((given, check) => {
  const parsed = parseAmount(given);
  if (parsed.ok) return parsed.value;
  const message = 'must be a whole number from 0 to 2^63-1, as a string above 2^53-1';
  check.issues.push({ code: 'custom', message, input: given });
  return z.NEVER;
});

const dimensionName = z.enum(dimensions, { message: `must be one of ${dimensions.join(', ')}` });

/** `POST …/override-quota`; `quota_type` and `new_limit` are other names of `dimension` and `value`. */
export const overrideBody = z
  .strictObject({
    dimension: dimensionName.optional(),
    quota_type: dimensionName.optional(),
    mode: z.enum(['set', 'add'], { message: 'must be set or add' }).optional(),
    value: amount.optional(),
    new_limit: amount.optional(),
    starts_at: moment.optional(),
    expires_at: moment.optional(),
    reason: givenReason,
    reference: shortName.optional(),
    force: z.boolean().optional(),
    dry_run: z.boolean().optional(),
  })
  .transform((body, check) => {
    const dimension = oneOf(body.dimension, body.quota_type);
    const value = oneOf(body.value, body.new_limit);
    if (dimension === undefined) check.issues.push(needed(body, 'dimension', 'quota_type'));
    if (value === undefined) check.issues.push(needed(body, 'value', 'new_limit'));
    if (body.mode === 'add' && body.new_limit !== undefined) {
      const message = 'is what the limit becomes; send value with mode add';
      check.issues.push({ code: 'custom', path: ['new_limit'], message, input: body });
    }
    if (dimension === undefined || value === undefined) return z.NEVER;
    const { mode = 'set', starts_at, expires_at, reference, force, reason, dry_run } = body;
    const times = { startsAt: starts_at, expiresAt: expires_at };
    return {
      input: { dimension, mode, value, ...times, reference, force },
      reason,
      dryRun: dry_run,
    };
  });

/** One value under two names; undefined when neither, or both and different. */
function oneOf<Value>(one: Value | undefined, other: Value | undefined): Value | undefined {
  if (one !== undefined && other !== undefined && one !== other) return undefined;
  return one ?? other;
}

function needed(input: unknown, field: string, other: string) {
  const message = `must be given once, here or as ${other}`;
  return { code: 'custom' as const, path: [field], message, input };
}

/** `POST /api/v1/plans/upgrade`. */
export const upgradeBody = z.strictObject({
  plan_code: planName,
  dry_run: z.boolean().optional(),
});
