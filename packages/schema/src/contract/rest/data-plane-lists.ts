import { dataPlaneName } from '@purser/domain/data-plane/data-plane-name';
import { z } from 'zod';
import { count, instant, nextCursor } from './admin-answer-fields.ts';
import { pageCursor, pageLimit } from './fields.ts';

/** Lists of what data planes hold and have said, of the second guide's admin API. */
const uuidText = z.uuid({ message: 'must be a UUID' }).transform((id) => id.toLowerCase());
const moment = z.iso
  .datetime({ offset: true, message: 'must be an RFC 3339 instant' })
  .transform((text) => new Date(text));

const common = {
  tenant_id: uuidText.optional(),
  period_id: uuidText.optional(),
  dataplane_id: z
    .string()
    .regex(dataPlaneName, { message: 'must be the name of a data plane' })
    .optional(),
  from: moment.optional(),
  to: moment.optional(),
  limit: pageLimit(),
  cursor: pageCursor,
};

const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words, { message: `must be one of ${words.join(', ')}` }).optional();

const filter = <Query extends CommonQuery>(query: Query) => ({
  tenantId: query.tenant_id,
  periodId: query.period_id,
  dataplaneId: query.dataplane_id,
  from: query.from,
  to: query.to,
  limit: query.limit,
  cursor: query.cursor,
});

type CommonQuery = z.output<z.ZodObject<typeof common>>;

/** `GET /api/v1/admin/budget-leases`. */
export const leaseListQuery = z
  .strictObject({
    ...common,
    state: oneOf(['active', 'superseded', 'fenced', 'expired', 'revoked']),
  })
  .transform(({ state, ...query }) => ({ ...filter(query), state }));

/** `GET /api/v1/admin/usage-reports`. */
export const reportListQuery = z
  .strictObject({ ...common, booked_as: oneOf(['usage', 'adjustment', 'quarantine']) })
  .transform(({ booked_as, ...query }) => ({ ...filter(query), bookedAs: booked_as }));

const violationTypes = [
  'quota_exceeded',
  'lease_overspend',
  'late_overspend',
  'fenced_spend',
  'report_conflict',
  'late_after_close',
  'implausible_report',
  'unknown_period',
  'unknown_lease',
  'instance_conflict',
] as const;

/** `GET /api/v1/admin/usage-violations`. */
export const violationListQuery = z
  .strictObject({
    ...common,
    type: oneOf(violationTypes),
    state: oneOf(['open', 'acknowledged', 'resolved']),
  })
  .transform(({ type, state, ...query }) => ({ ...filter(query), type, state }));

const amount = z.union([z.int(), z.string()]);
const placed = {
  id: z.string(),
  tenant_id: z.string(),
  period_id: z.string(),
  dataplane_id: z.string(),
};
const part = z.strictObject({ granted: amount, settled: amount });

export const leaseListAnswer = z.strictObject({
  count,
  items: z.array(
    z.strictObject({
      ...placed,
      lease_seq: amount,
      state: z.string(),
      bandwidth_bytes: part,
      transforms: part,
      granted_at: instant,
      expires_at: instant,
      ended_at: instant.nullable(),
      successor_id: z.string().nullable(),
    }),
  ),
  next_cursor: nextCursor,
});

export const reportListAnswer = z.strictObject({
  count,
  items: z.array(
    z.strictObject({
      ...placed,
      report_id: z.string(),
      bandwidth_used_bytes: amount,
      transforms_used: amount,
      storage_used_bytes: z.union([z.int(), z.string(), z.null()]),
      booked_as: z.string(),
      reason: z.string().nullable(),
      reported_at: instant,
      received_at: instant,
    }),
  ),
  next_cursor: nextCursor,
});

export const violationListAnswer = z.strictObject({
  count,
  summary: z
    .record(z.string(), z.int())
    .meta({ description: 'How often each type was seen, over all that the filters let through' }),
  items: z.array(
    z.strictObject({
      ...placed,
      type: z.string(),
      state: z.string(),
      count: amount,
      amount,
      evidence_id: z.string(),
      first_seen_at: instant,
      last_seen_at: instant,
    }),
  ),
  next_cursor: nextCursor,
});
