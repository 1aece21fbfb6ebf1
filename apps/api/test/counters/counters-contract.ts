import { describe, expect, test } from 'vitest';
import type { Counters } from '../../src/ports/counters.ts';
import {
  begun,
  decided,
  epoch,
  nowMs,
  openai,
  providersLoad,
  question,
  scope,
  seen,
  settled,
  userLoad,
} from './contract-fixture.ts';

/** What every implementation of the counters guarantees. `open` answers empty ones. */
export function describeCounters(name: string, open: () => Promise<Counters>): void {
  describe(name, () => {
    describeLoading(open);
    describeLimits(open);
    describeLiveTurns(open);
    describeTelling(open);
  });
}

type Open = () => Promise<Counters>;

function describeLoading(open: Open): void {
  test('without an epoch a decision asks for one, and nothing is kept', async () => {
    const counters = await open();
    const nothing = { kind: 'load', epoch: true, user: false, providers: false };
    expect(await counters.decide(scope, question('t', {}))).toEqual(nothing);
    await counters.tell(scope, { laneId: 'a', seq: 1, items: [settled('t', 1)] });
    expect(await counters.loadUser(scope, epoch, userLoad())).toBe(false);
    expect(await counters.decide(scope, question('t', {}))).toEqual(nothing);
  });

  test('the epoch 0 asks which is in force and begins none', async () => {
    const counters = await open();
    expect(await counters.begin(scope, '0')).toBe('0');
    expect(await counters.decide(scope, question('t', {}))).toMatchObject({ epoch: true });
    expect(await counters.loadUser(scope, '0', userLoad())).toBe(false);
    await counters.begin(scope, epoch);
    expect(await counters.begin(scope, '0')).toBe(epoch);
  });

  test('a decision names what has to be loaded, and needs nothing for what it does not ask', async () => {
    const counters = await open();
    await counters.begin(scope, epoch);
    const limits = { requestsPerDay: 1, providerMicroUsd: 1 };
    expect(await counters.decide(scope, question('t', limits))).toEqual({
      kind: 'load',
      epoch: false,
      user: true,
      providers: true,
    });
    expect(await decided(counters, question('t', {}))).toMatchObject({ denied: false });
  });

  test('a higher epoch drops all state, an equal or lower one changes nothing', async () => {
    const counters = await begun(await open());
    await decided(counters, question('t', { requestsPerDay: 1 }));
    expect(await counters.begin(scope, '1')).toBe('1');
    expect((await seen(counters)).requests).toEqual([{ used: 0, held: 1 }]);
    expect(await counters.begin(scope, '10')).toBe('10');
    expect(await counters.begin(scope, '9')).toBe('10');
    expect(await counters.loadUser(scope, '1', userLoad())).toBe(false);
    await counters.loadUser(scope, '10', userLoad());
    await counters.loadProviders(scope, '10', providersLoad);
    expect((await seen(counters)).requests).toEqual([{ used: 0, held: 0 }]);
  });

  test('a load older than what was told is refused, whether the user was known or not', async () => {
    const counters = await open();
    await counters.begin(scope, epoch);
    await counters.tell(scope, { laneId: 'a', seq: 1, items: [settled('t', 5)] });
    expect(await counters.loadUser(scope, epoch, userLoad({ version: 4 }))).toBe(false);
    expect(await counters.loadUser(scope, epoch, userLoad({ version: 5 }))).toBe(true);
    expect(await counters.loadProviders(scope, epoch, providersLoad)).toBe(false);
    const lanes = [{ laneId: 'a', seq: 1 }];
    expect(await counters.loadProviders(scope, epoch, { ...providersLoad, lanes })).toBe(true);
  });

  test('what is known of a live turn outlives a load that knows it otherwise', async () => {
    const counters = await begun(await open());
    const { turnId, userId, scopes } = question('t', {});
    const held = { turnId, userId, scopes, tokens: 100, providerHolds: [] };
    await counters.assertHold(scope, {
      ...held,
      holdExpiresAtMs: nowMs + 900_000,
      slotExpiresAtMs: nowMs + 900_000,
    });
    const earlier = { ...held, holdExpiresAtMs: nowMs + 1, slotExpiresAtMs: nowMs + 1 };
    await counters.loadUser(scope, epoch, userLoad({ live: [earlier] }));
    expect((await seen(counters, nowMs + 1_000)).concurrency).toEqual([1]);
  });
}

function describeLimits(open: Open): void {
  test.each([
    ['requests', { requestsPerDay: 100 }],
    ['concurrency', { concurrent: 100 }],
    ['provider money', { providerMicroUsd: 1_000 }],
  ])('200 parallel admissions against 100 units of %s hold exactly 100', async (_, limits) => {
    const counters = await begun(await open());
    const turns = Array.from({ length: 200 }, (__, at) => question(`t${at}`, limits));
    const answers = await Promise.all(turns.map((turn) => decided(counters, turn)));
    expect(answers.filter(({ denied }) => !denied)).toHaveLength(100);
    expect((await seen(counters)).requests).toEqual([{ used: 0, held: 100 }]);
  });

  test('parallel admissions hold exactly the tokens there are', async () => {
    const counters = await begun(await open());
    const turns = Array.from({ length: 200 }, (_, at) =>
      question(`t${at}`, { tokensPerHour: 9_950 }),
    );
    const answers = await Promise.all(turns.map((turn) => decided(counters, turn)));
    expect(answers.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(9_950);
    expect(answers.every(({ denied }) => !denied)).toBe(true);
  });

  test('every limit is answered, also when one denies', async () => {
    const counters = await begun(await open());
    await decided(counters, question('t', {}));
    const limits = { requestsPerDay: 1, tokensPerHour: 120, concurrent: 1, providerMicroUsd: 5 };
    expect(await decided(counters, question('u', limits))).toEqual({
      kind: 'decided',
      epoch,
      denied: true,
      already: false,
      taken: false,
      tokens: 20,
      requests: [{ used: 0, held: 1 }],
      tokenWindows: [{ used: 0, held: 100 }],
      concurrency: [1],
      providers: [{ used: 0, held: 0 }],
      rolling: [{ scope: '*', windowKey: 'rolling:60', minutes: [] }],
    });
  });

  test('sums are exact up to the largest safe integer', async () => {
    const counters = await begun(await open());
    const most = Number.MAX_SAFE_INTEGER;
    const request = question('t', { tokensPerHour: most, providerMicroUsd: most });
    const providerHolds = [{ ...openai, microUsd: most }];
    await decided(counters, { ...request, estimateTokens: most - 1, providerHolds });
    const { tokenWindows, providers } = await seen(counters);
    expect(tokenWindows).toEqual([{ used: 0, held: most - 1 }]);
    expect(providers).toEqual([{ used: 0, held: most }]);
    expect((await decided(counters, question('u', { tokensPerHour: most }))).tokens).toBe(1);
  });

  test('projects do not see each other', async () => {
    const counters = await begun(await open());
    await decided(counters, question('t', { requestsPerDay: 1 }));
    const other = { ...scope, projectId: 3 };
    await counters.begin(other, epoch);
    await counters.loadUser(other, epoch, userLoad());
    const answer = await counters.decide(other, question('t', { requestsPerDay: 1 }));
    expect(answer).toMatchObject({ denied: false, already: false });
  });
}

function describeLiveTurns(open: Open): void {
  test('a slot and a hold end at their instants, not a millisecond before', async () => {
    const counters = await begun(await open());
    await decided(counters, question('t', { providerMicroUsd: 100 }));
    expect((await seen(counters, nowMs + 179_999)).concurrency).toEqual([1]);
    expect((await seen(counters, nowMs + 180_000)).concurrency).toEqual([0]);
    const before = await seen(counters, nowMs + 899_999);
    expect([before.requests[0]?.held, before.providers[0]?.held]).toEqual([1, 10]);
    const after = await seen(counters, nowMs + 900_000);
    expect([after.requests[0]?.held, after.providers[0]?.held]).toEqual([0, 0]);
  });

  test('provider money of a user who never returns is free when its hold ends', async () => {
    const counters = await begun(await open());
    const limits = { providerMicroUsd: 5 };
    await decided(counters, question('t', limits));
    const later = { userId: 'another', nowMs: nowMs + 900_000 };
    await counters.loadUser(scope, epoch, userLoad({ userId: 'another' }));
    expect(await decided(counters, question('u', limits, { userId: 'another' }))).toMatchObject({
      denied: true,
    });
    expect(await decided(counters, question('u', limits, later))).toMatchObject({ denied: false });
  });

  test('asking again for a live turn checks nothing and renews it', async () => {
    const counters = await begun(await open());
    await decided(counters, question('t', { requestsPerDay: 1, tokensPerHour: 60 }));
    const later = { nowMs: nowMs + 600_000, estimateTokens: 5 };
    const again = await decided(counters, question('t', { requestsPerDay: 0 }, later));
    expect(again).toMatchObject({ already: true, denied: false, tokens: 60 });
    expect((await seen(counters, nowMs + 1_400_000)).requests).toEqual([{ used: 0, held: 1 }]);
  });

  test('the surplus of a hold is free once it is adjusted, and never grows back', async () => {
    const counters = await begun(await open());
    await decided(counters, question('t', {}));
    await counters.adjust(scope, { userId: 'user', turnId: 't', tokens: 30 });
    await counters.adjust(scope, { userId: 'user', turnId: 't', tokens: 90 });
    expect((await seen(counters)).tokenWindows).toEqual([{ used: 0, held: 30 }]);
  });

  test('giving back one attempt leaves the turn to another, and giving back twice is giving back once', async () => {
    const counters = await begun(await open());
    const asked = question('t', { providerMicroUsd: 100 });
    await decided(counters, { ...asked, attemptId: 'first' });
    await decided(counters, { ...asked, attemptId: 'second' });
    const turn = { userId: 'user', turnId: 't' };
    await counters.giveBack(scope, { ...turn, attemptId: 'first' });
    await counters.giveBack(scope, { ...turn, attemptId: 'first' });
    expect((await seen(counters)).concurrency).toEqual([1]);
    await counters.giveBack(scope, { ...turn, attemptId: 'second' });
    expect(await seen(counters)).toMatchObject({ concurrency: [0], providers: [{ held: 0 }] });
  });

  test('an attempt that asks for something else finds the turn taken, and neither renews nor joins it', async () => {
    const counters = await begun(await open());
    await decided(counters, { ...question('t', {}), attemptId: 'this:first' });
    const later = { nowMs: nowMs + 600_000, estimateTokens: 5 };
    const other = { ...question('t', { requestsPerDay: 0 }, later), attemptId: 'that:second' };
    const answer = await decided(counters, other);
    expect(answer).toMatchObject({ already: true, taken: true, denied: false, tokens: 100 });
    expect((await seen(counters, nowMs + 900_000)).concurrency).toEqual([0]);
    await counters.giveBack(scope, { userId: 'user', turnId: 't', attemptId: 'that:second' });
    expect((await seen(counters)).tokenWindows).toEqual([{ used: 0, held: 100 }]);
    expect(await decided(counters, { ...other, apply: false })).toMatchObject({ already: false });
    await counters.giveBack(scope, { userId: 'user', turnId: 't', attemptId: 'this:first' });
    expect(
      await decided(counters, { ...question('t', {}), attemptId: 'that:third' }),
    ).toMatchObject({
      already: false,
      taken: false,
    });
  });

  test('a turn that PostgreSQL knows is not given back', async () => {
    const counters = await begun(await open());
    const { turnId, userId, scopes, holdExpiresAtMs, slotExpiresAtMs } = question('t', {});
    const until = { holdExpiresAtMs, slotExpiresAtMs };
    const entry = { turnId, userId, scopes, tokens: 10, providerHolds: [], ...until };
    await counters.assertHold(scope, entry);
    await decided(counters, question('t', {}));
    await counters.giveBack(scope, { userId, turnId, attemptId: 'attempt of t' });
    expect((await seen(counters)).concurrency).toEqual([1]);
  });

  test('a heartbeat takes a lost slot back even above the limit', async () => {
    const counters = await begun(await open());
    await decided(counters, question('t', { concurrent: 1 }));
    const later = nowMs + 200_000;
    await decided(counters, question('u', { concurrent: 1 }, { nowMs: later }));
    const { turnId, userId, scopes } = question('t', {});
    const until = { holdExpiresAtMs: later + 900_000, slotExpiresAtMs: later + 180_000 };
    const entry = { turnId, userId, scopes, tokens: 100, providerHolds: [], ...until };
    await counters.assertHold(scope, entry);
    expect((await seen(counters, later)).concurrency).toEqual([2]);
  });
}

function describeTelling(open: Open): void {
  test('a settled turn is used instead of held, however often it is told', async () => {
    const counters = await begun(await open());
    await decided(counters, question('t', { providerMicroUsd: 100 }));
    const batch = { laneId: 'a', seq: 1, items: [settled('t', 1)] };
    await counters.tell(scope, batch);
    await counters.tell(scope, batch);
    expect(await seen(counters)).toMatchObject({
      requests: [{ used: 1, held: 0 }],
      tokenWindows: [{ used: 40, held: 0 }],
      concurrency: [0],
      providers: [{ used: 7, held: 0 }],
    });
  });

  test('a settle that was missed makes the user load, a batch that was missed the providers', async () => {
    const counters = await begun(await open());
    await counters.tell(scope, { laneId: 'a', seq: 2, items: [settled('t', 2)] });
    const limits = { requestsPerDay: 9, providerMicroUsd: 9 };
    const load = { kind: 'load', epoch: false, user: true, providers: true };
    expect(await counters.decide(scope, question('u', limits))).toEqual(load);
  });

  test('a window holds nothing once it has passed, and asks when it began inside counted time', async () => {
    const counters = await begun(await open());
    await counters.tell(scope, { laneId: 'a', seq: 1, items: [settled('t', 1)] });
    const asked = question('u', { requestsPerDay: 1 });
    const from = (startMinute: number) => ({
      ...asked,
      requests: asked.requests.map((check) => ({ ...check, startMinute })),
    });
    const tomorrow = (asked.requests[0]?.startMinute ?? 0) + 1_440;
    expect(await decided(counters, from(tomorrow))).toMatchObject({ denied: false });
    const load = { kind: 'load', user: true };
    expect(await counters.decide(scope, from(tomorrow - 1_439))).toMatchObject(load);
    expect(await counters.decide(scope, from(tomorrow - 2_880))).toMatchObject(load);
  });

  test('a late heartbeat or load brings none of the last eight closed turns back', async () => {
    const counters = await begun(await open());
    const turns = Array.from({ length: 8 }, (_, at) => `t${at}`);
    const live = turns.map((turnId) => ({
      ...question(turnId, {}),
      tokens: 5,
      providerHolds: [{ ...openai, microUsd: 10 }],
    }));
    for (const [at, turnId] of turns.entries()) {
      await counters.tell(scope, { laneId: 'a', seq: at + 1, items: [settled(turnId, 0)] });
    }
    for (const entry of live) await counters.assertHold(scope, entry);
    await counters.loadUser(scope, epoch, userLoad({ live }));
    expect(await seen(counters)).toMatchObject({ concurrency: [0], providers: [{ held: 0 }] });
  });

  test('a reset of windows makes the user load at the version of the reset, and keeps live turns', async () => {
    const counters = await begun(await open());
    await decided(counters, question('t', {}));
    await counters.resetUser(scope, { userId: 'user', version: 1 });
    const load = { kind: 'load', epoch: false, user: true, providers: false };
    expect(await counters.decide(scope, question('u', { concurrent: 1 }))).toEqual(load);
    expect(await counters.loadUser(scope, epoch, userLoad())).toBe(false);
    expect(await counters.loadUser(scope, epoch, userLoad({ version: 1 }))).toBe(true);
    expect((await seen(counters)).concurrency).toEqual([1]);
  });
}
