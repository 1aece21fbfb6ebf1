import type { Random } from '../../src/local/demo/random.ts';
import { type Acknowledged, addTo } from './acknowledged.ts';
import type { Asking } from './stage.ts';

/** Sends until somebody answers; throws at an answer that nothing here may cause. */
export type Insist = (
  path: string,
  asking: Asking,
) => Promise<{ readonly status: number; readonly body: Record<string, unknown> }>;

export type Teller = {
  readonly insist: Insist;
  readonly told: Acknowledged;
  readonly random: Random;
  /** Never the same twice. */
  readonly next: () => number;
};

export const shim = '/api/v1/admin/control-plane';

/** A user may have so many turns in the bundle `capped`, ever. */
export const cappedTurnsMax = 5;
/** What a subscriber's plan costs. */
export const priceMicroUsd = 5_000_000;

/** Few enough that many of them reach that. */
const users = 60;
const microPerUsd = 1_000_000;

/** One thing that a caller wants, from its beginning to its end. */
export async function tellStory(teller: Teller): Promise<void> {
  const kind = teller.random.between(1, 100);
  if (kind <= 78) return turn(teller, `u${teller.random.between(1, users)}`);
  if (kind <= 88) return credit(teller);
  if (kind <= 93) return topUpProject(teller);
  return subscribe(teller);
}

async function turn(teller: Teller, userId: string): Promise<void> {
  const { insist, told, random } = teller;
  const turnId = `t${teller.next()}`;
  const admission = {
    turn_id: turnId,
    user_id: userId,
    estimate_tokens: random.between(1, 4_000),
    ...(random.chance(0.3) ? { bundle_id: 'capped' } : {}),
    ...(random.chance(0.5) ? { providers: ['anthropic'] } : {}),
  };
  const plan = {
    ends: random.between(1, 100),
    beats: random.chance(0.1),
    twice: random.chance(0.1),
  };
  const costMicroUsd = random.between(1, 90_000);
  const { body } = await insist('/api/v1/turns', { body: admission });
  told.count += 1;
  if (body.decision !== 'admitted') {
    told.denied += 1;
    return;
  }
  told.turns.set(turnId, { end: 'admitted', userId });
  if (plan.beats) await insist(`/api/v1/turns/${turnId}/heartbeat`, { body: {} });
  // Some callers never come back; their turns are reaped.
  if (plan.ends > 90) return;
  if (plan.ends > 78) {
    await insist(`/api/v1/turns/${turnId}/release`, { body: {} });
    told.turns.set(turnId, { end: 'released', userId });
  } else {
    const settlement = { body: { cost_usd: costMicroUsd / microPerUsd, provider: 'anthropic' } };
    const settle = () => insist(`/api/v1/turns/${turnId}/settle`, settlement);
    await (plan.twice ? Promise.all([settle(), settle()]) : settle());
    told.turns.set(turnId, { end: 'settled', userId, costMicroUsd });
  }
  told.count += 1;
}

async function credit({ insist, told, random, next }: Teller): Promise<void> {
  const userId = `u${random.between(1, users)}`;
  const microUsd = random.between(1, 50) * 10_000;
  const key = `credit-${next()}`;
  const body = { user_id: userId, usd_amount: microUsd / microPerUsd, purchase_id: key };
  const send = () => insist(`${shim}/tier-balance/add-lifetime-credits`, { body, key });
  await (random.chance(0.3) ? Promise.all([send(), send()]) : send());
  addTo(told.walletMicroUsd, userId, microUsd);
  acknowledge(told);
}

async function topUpProject({ insist, told, next }: Teller): Promise<void> {
  await insist(`${shim}/app-budget/topup`, { body: { usd_amount: 1 }, key: `project-${next()}` });
  told.projectMicroUsd += microPerUsd;
  acknowledge(told);
}

/** A subscriber of one's own: the period is opened, topped up, used, and for some closed again. */
async function subscribe(teller: Teller): Promise<void> {
  const { insist, told, random, next } = teller;
  const userId = `s${next()}`;
  const leaves = random.chance(0.4);
  const subscription = { user_id: userId, plan_id: 'pro' };
  const create = { body: subscription, key: `create-${userId}` };
  await insist(`${shim}/subscriptions/create`, create);
  addTo(told.periodMicroUsd, userId, priceMicroUsd);
  acknowledge(told);
  const topUp = { user_id: userId, usd_amount: 2, force_topup: true };
  await insist(`${shim}/subscriptions/budget/topup`, { body: topUp, key: `topup-${userId}` });
  addTo(told.periodMicroUsd, userId, 2 * microPerUsd);
  acknowledge(told);
  await turn(teller, userId);
  if (!leaves) return;
  await insist(`${shim}/subscriptions/cancel`, {
    body: { user_id: userId },
    key: `cancel-${userId}`,
  });
  acknowledge(told);
}

function acknowledge(told: Acknowledged): void {
  told.commands += 1;
  told.count += 1;
}
