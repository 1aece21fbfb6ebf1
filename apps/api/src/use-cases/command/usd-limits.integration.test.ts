import { createGraphQLContext } from '@purser/schema/graphql/context';
import { schema } from '@purser/schema/graphql/schema';
import { graphql } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type ControlPlaneWorld,
  openControlPlaneWorld,
} from '../../testing/control-plane-world.ts';

let world: ControlPlaneWorld;

beforeAll(async () => {
  world = await openControlPlaneWorld();
});

afterAll(() => world.close());

/** What one token costs when money is stated in tokens, in pico-dollars. */
async function setReferencePrice(picoUsd: number): Promise<void> {
  const { tenantId, projectId } = world.ctx.scope;
  await world.pool.query(
    'UPDATE project SET reference_price_pico_usd = $3 WHERE tenant_id = $1 AND id = $2',
    [tenantId, projectId, picoUsd],
  );
  await world.pool.query(
    `INSERT INTO policy_change (tenant_id, project_id, subject, changed_at)
     VALUES ($1, $2, 'project', purser_now($1, $2))`,
    [tenantId, projectId],
  );
  await world.deps.rules.changed(world.ctx.scope);
}

beforeEach(() => setReferencePrice(15_000_000));

const restCommands = [
  ['a quota policy', '/policies/quota', { plan_id: 'bronze', usd_per_day: '3' }],
  ['an override', '/tier-balance/update', { user_id: 'ada', usd_per_day: '3' }],
  ['an override for a trial', '/tier-balance/grant-trial', { user_id: 'ada', usd_per_month: 9 }],
] as const;

describe('limits in dollars', () => {
  test.each(restCommands)(
    '%s sent again with its key after the reference price has changed answers the same',
    async (_what, path, body) => {
      const headers = { 'idempotency-key': `again ${path}` };
      const first = await world.send('POST', path, body, headers);
      expect(first.statusCode, first.body).toBe(201);
      await setReferencePrice(30_000_000);
      const again = await world.send('POST', path, body, headers);
      expect(again.statusCode, again.body).toBe(201);
      expect(again.headers['idempotent-replayed']).toBe('true');
      expect(again.json()).toEqual(first.json());
      const other = { ...body, usd_per_day: '3.01' };
      const mismatch = await world.send('POST', path, other, headers);
      expect(mismatch.json()).toMatchObject({ status: 422, error_code: 'idempotency_mismatch' });
    },
  );

  test.each([
    ['setQuotaPolicy', { planId: 'silver', limits: { usdPerDay: '3' } }],
    ['topUpUser', { userId: 'ada', additional: { usdPerDay: '3' } }],
    ['setOverride', { userId: 'ada', limits: { usdPerDay: '3' } }],
  ])('%s sent again with its key after that answers the same, too', async (mutation, fields) => {
    const input = { ...fields, idempotencyKey: `again ${mutation}` };
    expect(await mutate(mutation, input)).toMatchObject({ replayed: false });
    await setReferencePrice(30_000_000);
    expect(await mutate(mutation, input)).toMatchObject({ replayed: true });
  });

  test('become tokens at the price of the moment they are written, rounded down', async () => {
    await setReferencePrice(30_000_000);
    const body = { plan_id: 'copper', usd_per_day: '3.00001', tokens_per_day: 5 };
    const made = await world.send('POST', '/policies/quota', body);
    expect(made.json()).toMatchObject({ tokens_per_day: 100_000 });
    const top = await world.useCases.grant.create(
      world.ctx,
      {
        userId: 'bob',
        bundleId: '*',
        mode: 'add',
        limits: {},
        usdLimits: { usdPerHour: 3_000_000n },
        source: 'operator',
        expiresInDays: null,
      },
      {},
    );
    expect(top).toMatchObject({ ok: true, value: { limits: { tokensPerHour: 100_000n } } });
  });
});

async function mutate(mutation: string, input: object): Promise<unknown> {
  const { ctx, useCases, db } = world;
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}`;
  const { data, errors } = await graphql({
    schema,
    source: `mutation ($input: ${type}Input!) {
      ${mutation}(input: $input) { __typename ... on CommandPayload { replayed } }
    }`,
    variableValues: { input },
    contextValue: createGraphQLContext({ ctx, useCases, prisma: db }),
  });
  expect(errors).toBeUndefined();
  return data?.[mutation];
}
