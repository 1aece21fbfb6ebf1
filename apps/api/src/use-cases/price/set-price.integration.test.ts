import type { CommandOutcome } from '@purser/schema/contract/request-context';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminWorld, openAdminWorld, worldNow } from '../../testing/admin-world.ts';

let world: AdminWorld;

beforeAll(async () => {
  world = await openAdminWorld();
  await world.useCases.budget.topUpProject(world.ctx, { amountMicroUsd: 1_000_000_000n }, {});
});

afterAll(() => world.close());

const hourMs = 3_600_000;
const inAnHour = new Date(worldNow.getTime() + hourMs);

function done<Value>(outcome: CommandOutcome<Value, unknown>): Value {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.rejection));
  return outcome.value;
}

async function admit(turnId: string): Promise<void> {
  const answer = await world.useCases.turn.admit(world.ctx, {
    turnId,
    userId: 'payer',
    estimateTokens: 2_000n,
  });
  expect(answer).toMatchObject({ ok: true, value: { decision: 'admitted' } });
}

async function costOf(turnId: string, provider: string, model: string): Promise<bigint> {
  const answer = await world.useCases.turn.settle(world.ctx, {
    turnId,
    usage: [
      {
        provider,
        model,
        inputTokens: 0n,
        outputTokens: 1_000n,
        cacheReadTokens: 0n,
        cacheWriteTokens: 0n,
      },
    ],
  });
  if (!answer.ok) throw new Error(JSON.stringify(answer.rejection));
  return answer.value.costMicroUsd;
}

const prices = (provider: string) =>
  world.useCases.budget.prices(world.ctx, { provider, limit: 50 });

describe('A price', () => {
  it('begins later, keeps what is not sent, and a turn keeps the prices of its admission', async () => {
    await world.setNow(worldNow);
    const model = { provider: 'openai', model: 'gpt-4.1' };
    const set = { ...model, outputPicoUsd: 20_000_000n, effectiveFrom: inAnHour };
    const price = done(await world.useCases.price.set(world.ctx, set, { reason: 'dearer' }));
    expect(price).toMatchObject({ inForce: false, inputPicoUsd: 2_000_000n });
    await admit('before');
    await admit('also-before');
    expect(await costOf('before', 'openai', 'gpt-4.1')).toBe(8_000n);
    await world.setNow(new Date(inAnHour.getTime() + 1));
    await admit('after');
    expect(await costOf('also-before', 'openai', 'gpt-4.1')).toBe(8_000n);
    expect(await costOf('after', 'openai', 'gpt-4.1')).toBe(20_000n);
    const { items } = await prices('openai');
    expect(
      items
        .filter((item) => item.model === 'gpt-4.1')
        .map(({ inForce, outputPicoUsd }) => [inForce, outputPicoUsd]),
    ).toEqual([
      [true, 20_000_000n],
      [false, 8_000_000n],
    ]);
  });

  it('says what it changes before it does, and a dry run changes nothing', async () => {
    const set = {
      provider: 'brave',
      model: 'web-search',
      unitPrices: [{ kind: 'request', pricePicoUsd: 6_000_000_000n }],
    };
    const dry = await world.useCases.price.set(world.ctx, set, { dryRun: true });
    expect(dry).toMatchObject({
      ok: true,
      changes: [
        { label: 'request, a million', before: '$5,000.00', after: '$6,000.00' },
        { label: 'in force from' },
      ],
    });
    expect((await prices('brave')).items).toHaveLength(1);
  });

  it('never changes what is past, nor begins twice at one instant, nor is nothing', async () => {
    const model = { provider: 'openai', model: 'gpt-4o' };
    const set = (input: object) => world.useCases.price.set(world.ctx, { ...model, ...input }, {});
    expect(await set({ outputPicoUsd: 1n, effectiveFrom: worldNow })).toMatchObject({
      ok: false,
      rejection: { code: 'invalid_value', field: 'effectiveFrom' },
    });
    expect(await set({ outputPicoUsd: 1n })).toMatchObject({ ok: true });
    expect(await set({ outputPicoUsd: 2n })).toMatchObject({
      ok: false,
      rejection: { code: 'already_exists', field: 'effectiveFrom' },
    });
    expect(
      await world.useCases.price.set(world.ctx, { provider: 'new', model: 'nothing' }, {}),
    ).toMatchObject({ ok: false, rejection: { code: 'invalid_value' } });
  });

  it('keeps its versions with who, when, why, before and after', async () => {
    const version = await world.db.policyVersion.findFirstOrThrow({
      where: { subject: 'price', subjectId: '["openai","gpt-4.1"]' },
    });
    expect(version).toMatchObject({
      version: 2,
      actor: 'person:alice',
      reason: 'dearer',
      before: { outputPicoUsd: '8000000' },
      after: { outputPicoUsd: '20000000' },
    });
  });

  it('is the ceiling where a model has none, with one alert per model and day', async () => {
    const alerts = async () =>
      (await world.db.outboxEvent.findMany({ where: { kind: 'unpriced_model' } })).map(
        ({ title }) => title,
      );
    for (const turnId of ['x1', 'x2']) {
      await admit(turnId);
      expect(await costOf(turnId, 'anthropic', 'claude-next')).toBe(25_000n);
    }
    expect(await alerts()).toEqual([
      'claude-next of anthropic has no price of its own: it takes the highest price of its provider.',
    ]);
    await world.setNow(new Date(worldNow.getTime() + 24 * hourMs));
    await admit('x3');
    await costOf('x3', 'anthropic', 'claude-next');
    expect(await alerts()).toHaveLength(2);
  });
});

describe('The reference price', () => {
  it('states the same money in other tokens, and is the model’s output price unless it is sent', async () => {
    const { wallet, budget, price } = world.useCases;
    const credit = { userId: 'saver', amountMicroUsd: 15_000_000n, source: 'operator' as const };
    done(await wallet.addCredits(world.ctx, credit, {}));
    const before = await wallet.get(world.ctx, { userId: 'saver' });
    const reference = { provider: 'anthropic', model: 'claude-opus-4-5' };
    const set = await price.setReference(world.ctx, reference, { reason: 'dearer words' });
    expect(done(set)).toEqual({ ...reference, pricePicoUsd: 25_000_000n });
    const after = await wallet.get(world.ctx, { userId: 'saver' });
    expect(after.availableMicroUsd).toBe(before.availableMicroUsd);
    expect(await budget.reference(world.ctx, {})).toEqual({
      ...reference,
      pricePicoUsd: 25_000_000n,
    });
  });

  it('is never nothing', async () => {
    const unknown = { provider: 'anthropic', model: 'nobody-knows' };
    expect(await world.useCases.price.setReference(world.ctx, unknown, {})).toMatchObject({
      ok: false,
      rejection: { code: 'invalid_value', field: 'model' },
    });
    const sent = { ...unknown, pricePicoUsd: 10_000_000n };
    expect(await world.useCases.price.setReference(world.ctx, sent, {})).toMatchObject({
      ok: true,
    });
  });
});

describe('A reservation floor', () => {
  it('of a bundle raises what its turns hold, and can be taken away', async () => {
    const { plan, turn } = world.useCases;
    const floor = { target: 'bundle' as const, id: 'chat', floorMicroUsd: 100_000n };
    done(await plan.setReservationFloor(world.ctx, floor, {}));
    expect(await plan.bundleFloors(world.ctx, {})).toEqual([floor]);
    const asked = { turnId: 'floored', userId: 'floored', bundleId: 'chat', estimateTokens: 10n };
    const admitted = await turn.admit(world.ctx, asked);
    expect(admitted).toMatchObject({ ok: true, value: { holds: { tokens: 10_000n } } });
    done(await plan.setReservationFloor(world.ctx, { ...floor, floorMicroUsd: null }, {}));
    expect(await plan.bundleFloors(world.ctx, {})).toEqual([]);
  });

  it('of a plan is a version of the plan', async () => {
    const { plan } = world.useCases;
    const floor = { target: 'plan' as const, id: 'free', floorMicroUsd: 60_000n };
    done(await plan.setReservationFloor(world.ctx, floor, { reason: 'long prompts' }));
    expect(await plan.get(world.ctx, { planId: 'free' })).toMatchObject({
      reservationFloorMicroUsd: 60_000n,
    });
    const version = await world.db.policyVersion.findFirst({
      where: { subject: 'plan', subjectId: 'free', reason: 'long prompts' },
    });
    expect(version).toMatchObject({ version: 2 });
    expect(
      await plan.setReservationFloor(world.ctx, { ...floor, id: 'nobody-knows' }, {}),
    ).toMatchObject({ ok: false, rejection: { code: 'not_found', field: 'planId' } });
  });
});

describe('A plan that was switched off', () => {
  it('keeps serving whoever is on it', async () => {
    const { plan, turn } = world.useCases;
    done(await plan.upsert(world.ctx, { planId: 'free', active: false }, {}));
    const asked = { turnId: 'still', userId: 'still-free', estimateTokens: 2_000n };
    expect(await turn.admit(world.ctx, asked)).toMatchObject({
      ok: true,
      value: { decision: 'admitted', planId: 'free', planSource: 'default' },
    });
  });
});
