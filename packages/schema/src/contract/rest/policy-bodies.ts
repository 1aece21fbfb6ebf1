import { givenUsdLimits } from '@purser/domain/quota/limits';
import { z } from 'zod';
import {
  bundleScope,
  limitShape,
  noteText,
  planName,
  queryFlag,
  sentLimits,
  usdLimitShape,
} from './admin-fields.ts';
import { pageCursor, pageLimit, shortName } from './fields.ts';

/** `user_type` is the first guide's word for a plan id; giving both is fine while they agree. */
const planShape = { plan_id: planName.optional(), user_type: planName.optional() };

type PlanFields = {
  readonly plan_id?: string | undefined;
  readonly user_type?: string | undefined;
};

/** Judged though other fields are wrong, so that one answer names them all. */
const always = { when: ({ value }: z.core.ParsePayload) => typeof value === 'object' };

const samePlan = z.refine<PlanFields>(
  ({ plan_id, user_type }) =>
    plan_id === undefined || user_type === undefined || plan_id === user_type,
  { path: ['user_type'], message: 'must be the same as plan_id, or left out', ...always },
);

const somePlan = z.refine<PlanFields>(
  ({ plan_id, user_type }) => plan_id !== undefined || user_type !== undefined,
  { path: ['plan_id'], message: 'is required', ...always },
);

/** `POST /policies/quota`. */
export const quotaPolicyBody = z
  .strictObject({
    ...planShape,
    bundle_id: bundleScope.prefault('*'),
    ...limitShape,
    ...usdLimitShape,
    active: z.boolean().optional(),
    notes: noteText.nullable().optional(),
  })
  .check(samePlan, somePlan)
  .transform((body) => ({
    planId: body.plan_id ?? body.user_type ?? '',
    bundleId: body.bundle_id,
    limits: sentLimits(body, ''),
    usdLimits: givenUsdLimits({
      usdPerHour: body.usd_per_hour,
      usdPerDay: body.usd_per_day,
      usdPerMonth: body.usd_per_month,
    }),
    active: body.active,
    notes: body.notes,
  }));

/** `POST /policies/budget`. */
export const budgetPolicyBody = z
  .strictObject({
    provider: shortName,
    bundle_id: bundleScope.prefault('*'),
    ...usdLimitShape,
    active: z.boolean().optional(),
    notes: noteText.nullable().optional(),
  })
  .transform((body) => ({
    provider: body.provider,
    bundleId: body.bundle_id,
    perHourMicroUsd: body.usd_per_hour,
    perDayMicroUsd: body.usd_per_day,
    perMonthMicroUsd: body.usd_per_month,
    active: body.active,
    notes: body.notes,
  }));

const listShape = {
  bundle_id: bundleScope.optional(),
  active: queryFlag,
  limit: pageLimit({ fallback: 100, max: 500 }),
  cursor: pageCursor,
};

/** `GET /policies/quota`. */
export const quotaPolicyQuery = z
  .strictObject({ ...planShape, ...listShape })
  .check(samePlan)
  .transform(({ plan_id, user_type, bundle_id, active, limit, cursor }) => ({
    planId: plan_id ?? user_type,
    bundleId: bundle_id,
    active,
    limit,
    cursor,
  }));

/** `GET /policies/budget`. */
export const budgetPolicyQuery = z
  .strictObject({ provider: shortName.optional(), ...listShape })
  .transform(({ provider, bundle_id, active, limit, cursor }) => ({
    provider,
    bundleId: bundle_id,
    active,
    limit,
    cursor,
  }));
