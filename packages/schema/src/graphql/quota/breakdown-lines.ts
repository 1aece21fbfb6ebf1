import type { GrantLine, HoldLine, RecentDenial } from '@purser/domain/breakdown/breakdown';
import { changedFields, limitFields } from '@purser/domain/quota/limits';
import type { LimitValues } from '../../contract/views.ts';
import { builder } from '../builder.ts';
import { GrantMode } from '../grant/grant.ts';
import { FundingCapacityRef } from '../turn/decision.ts';
import { valuesOf } from '../values-of.ts';
import { LimitFieldEnum, LimitsRef } from './limits.ts';

export const GrantLineRef = builder.objectRef<GrantLine>('GrantLine').implement({
  description: 'A grant as it counts here; `limits` holds values only for the fields it sets.',
  fields: (t) => ({
    grantId: t.exposeString('grantId'),
    bundleId: t.exposeString('bundleId'),
    mode: t.expose('mode', { type: GrantMode }),
    fields: t.field({
      type: [LimitFieldEnum],
      resolve: ({ limits }) => [...changedFields(limits)],
    }),
    limits: t.field({ type: LimitsRef, resolve: ({ limits }) => limitValues(limits) }),
    source: t.exposeString('source'),
    purchaseId: t.exposeString('purchaseId', { nullable: true }),
    purchaseAmountUsd: t.expose('purchaseAmountMicroUsd', { type: 'Usd', nullable: true }),
    notes: t.exposeString('notes', { nullable: true }),
    createdAt: t.field({
      type: 'DateTime',
      resolve: ({ createdAtMs }) => new Date(createdAtMs),
    }),
    expiresAt: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: ({ expiresAtMs }) => (expiresAtMs === null ? null : new Date(expiresAtMs)),
    }),
    isActive: t.exposeBoolean('isActive'),
    isExpired: t.exposeBoolean('isExpired'),
  }),
});

const HoldSource = builder.enumType('HoldSource', {
  values: valuesOf(['period', 'project', 'wallet', 'quota']),
});

export const ActiveHoldRef = builder.objectRef<HoldLine>('ActiveHold').implement({
  description: 'Money or quota set aside for one live turn.',
  fields: (t) => ({
    holdId: t.exposeString('holdId'),
    turnId: t.exposeString('turnId'),
    bundleId: t.exposeString('bundleId', { nullable: true }),
    source: t.expose('source', { type: HoldSource }),
    tokensHeld: t.expose('tokensHeld', { type: 'BigInt' }),
    heldUsd: t.expose('heldMicroUsd', { type: 'Usd' }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime' }),
    ageSeconds: t.exposeInt('ageSeconds'),
  }),
});

export const RecentDenialRef = builder.objectRef<RecentDenial>('RecentDenial').implement({
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime' }),
    turnId: t.exposeString('turnId'),
    bundleId: t.exposeString('bundleId', { nullable: true }),
    denials: t.expose('denials', { type: 'JSON' }),
    funding: t.expose('funding', { type: [FundingCapacityRef] }),
  }),
});

function limitValues(limits: GrantLine['limits']): LimitValues {
  const entries = limitFields.map((field) => [field, limits[field] ?? null]);
  return Object.fromEntries(entries);
}
