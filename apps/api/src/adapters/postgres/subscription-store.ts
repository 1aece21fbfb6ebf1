import type { SubscriptionStore } from '../../ports/subscription-store.ts';
import { plainJson } from './json.ts';
import type { Tx } from './prisma.ts';
import type { ScopeKey } from './scope-key.ts';
import { transactionRunner } from './sql-runner.ts';
import { readSubscriptionFacts } from './subscription-facts-query.ts';
import { periodViewFromDb, subscriptionToDb } from './subscription-mapping.ts';
import { readLatestSubscription, readPeriods, readSubscriptions } from './subscription-query.ts';

export function createSubscriptionStore(tx: Tx, scope: ScopeKey): SubscriptionStore {
  const run = transactionRunner(tx);
  return {
    latest: (userId) => readLatestSubscription(run, scope, userId),
    async ofStripe(stripeSubscriptionId) {
      const where = 's.stripe_subscription_id = $3::text ORDER BY s.created_at DESC LIMIT 1';
      const [found] = await readSubscriptions(run, scope, where, [stripeSubscriptionId]);
      return found ?? null;
    },
    async save(subscription) {
      const { id, ...update } = subscriptionToDb(scope, subscription);
      await tx.subscription.upsert({
        where: { tenantId_projectId_id: { ...scope, id } },
        create: { id, ...update },
        update,
      });
    },
    async period(userId, key) {
      const where = 'p.key = $3::text AND p.user_id = $4::bigint';
      const [row] = await readPeriods(run, scope, where, [key, userId]);
      return row === undefined ? null : periodViewFromDb(row);
    },
    async savePeriod({ key, ...update }) {
      await tx.subscriptionPeriod.upsert({
        where: { tenantId_projectId_key: { ...scope, key } },
        create: { ...scope, key, ...update },
        update,
      });
    },
    async keysEndingAfter(userId, instant) {
      const rows = await tx.subscriptionPeriod.findMany({
        where: { ...scope, userId, endsAt: { gt: instant } },
        select: { key: true },
      });
      return new Set(rows.map(({ key }) => key));
    },
    async event(externalId) {
      const row = await tx.externalEvent.findUnique({
        where: {
          tenantId_projectId_source_externalId: { ...scope, source: 'internal', externalId },
        },
      });
      if (row === null || row.userId === null) return null;
      return {
        id: row.id,
        kind: row.kind as 'renewal',
        externalId,
        userId: row.userId,
        amountMicroUsd: row.amountMicroUsd ?? 0n,
        payload: row.payload as Readonly<Record<string, unknown>>,
        occurredAt: row.occurredAt,
      };
    },
    async addEvent({ payload, occurredAt, ...event }) {
      await tx.externalEvent.create({
        data: {
          ...scope,
          ...event,
          source: 'internal',
          status: 'applied',
          currency: 'usd',
          payload: plainJson(payload),
          attempts: 1,
          occurredAt,
          createdAt: occurredAt,
          updatedAt: occurredAt,
        },
      });
    },
    async userOfStripe(stripeSubscriptionId) {
      const row = await tx.subscription.findFirst({
        where: { ...scope, stripeSubscriptionId },
        orderBy: { createdAt: 'desc' },
      });
      if (row === null) return null;
      const user = await tx.user.findUnique({
        where: { tenantId_projectId_id: { ...scope, id: row.userId } },
      });
      return user?.externalId ?? null;
    },
    async facts(userId) {
      return (await readSubscriptionFacts(run, scope, [userId])).get(userId) ?? null;
    },
  };
}
