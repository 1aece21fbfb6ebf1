import { randomOf } from '../../src/local/demo/random.ts';
import { type Acknowledged, nothingYet } from './acknowledged.ts';
import { converge } from './converge.ts';
import { harmOf } from './harms.ts';
import { insistOn, startLoad } from './load.ts';
import { openStage, type Stage } from './stage.ts';
import { cappedTurnsMax, type Insist, priceMicroUsd, shim } from './stories.ts';
import { wrongAtTheEnd, wrongNow } from './verify.ts';

export type TortureOptions = {
  readonly seed: number;
  /** Asked before each round. */
  readonly goesOn: (round: number) => boolean;
  readonly log: (line: string) => void;
};

export type TortureReport = {
  readonly rounds: number;
  readonly kills: number;
  readonly told: Acknowledged;
  /** Sentences about what is not as it must be; empty when all is well. */
  readonly wrong: readonly string[];
};

/** The books are checked under load every so many rounds. */
const roundsBetweenChecks = 10;
const checkAttemptsMax = 10;

/**
 * Harms server, PostgreSQL and Redis at random moments under load, and looks whether anything that was
 * acknowledged is missing, doubled or stuck (invariants 7 and 8 of the specification). What is done, and after how many
 * answers, follows from the seed; where each request is at that instant does not.
 */
export async function torture({ seed, goesOn, log }: TortureOptions): Promise<TortureReport> {
  await using stage = await openStage();
  const told = nothingYet();
  const insist = insistOn(stage, told);
  await prepare(insist, told);
  const load = startLoad({ insist, told, seed });
  let [round, kills] = [0, 0];
  for (; goesOn(round); round += 1) {
    const random = randomOf(`torture ${seed} round ${round}`);
    await load.acknowledged(random.between(20, 140));
    const harm = harmOf(round, (block) => randomOf(`torture ${seed} block ${block}`));
    const before = performance.now();
    await harm.do(stage, random);
    await stage.untilReady();
    kills += harm.kills;
    const seconds = ((performance.now() - before) / 1_000).toFixed(1);
    log(`round ${round + 1}: ${harm.name}, ready after ${seconds} s, ${told.count} answers so far`);
    const wrong = (round + 1) % roundsBetweenChecks === 0 ? await wrongUnderLoad(stage) : [];
    if (wrong.length > 0) return { rounds: round + 1, kills, told, wrong };
  }
  await load.acknowledged(20);
  await load.stop();
  return { rounds: round, kills, told, wrong: await settled(stage, insist, told) };
}

/** A killed server may go on answering for a moment and then take the check's own connection with it. */
async function wrongUnderLoad(stage: Stage): Promise<string[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await wrongNow(stage);
    } catch (error) {
      if (attempt === checkAttemptsMax || !isLostConnection(error)) throw error;
      await stage.untilReady();
    }
  }
}

/** Of sockets, and what PostgreSQL says while it ends or begins (classes 08 and 57P). */
function isLostConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return /^(ECONN|EPIPE|08|57P)/.test(code) || error.message.includes('Connection terminated');
}

async function settled(stage: Stage, insist: Insist, told: Acknowledged): Promise<string[]> {
  await converge(stage, insist);
  return wrongAtTheEnd(stage, told);
}

/** Plans without limits but one, so that money and turns flow and one limit can be overrun. */
async function prepare(insist: Insist, told: Acknowledged): Promise<void> {
  const open = {
    max_concurrent: null,
    requests_per_day: null,
    requests_per_month: null,
    total_requests: null,
    tokens_per_hour: null,
    tokens_per_day: null,
    tokens_per_month: null,
  };
  const plan = {
    plan_id: 'pro',
    provider: 'internal',
    monthly_price_cents: priceMicroUsd / 10_000,
  };
  await insist(`${shim}/subscriptions/plans`, { body: plan });
  for (const planId of ['free', 'pro']) {
    const limits = { plan_id: planId, ...open };
    await insist(`${shim}/policies/quota`, { body: limits });
    const capped = { ...limits, bundle_id: 'capped', total_requests: cappedTurnsMax };
    await insist(`${shim}/policies/quota`, { body: capped });
  }
  const providers = {
    provider: 'anthropic',
    usd_per_hour: null,
    usd_per_day: null,
    usd_per_month: null,
  };
  await insist(`${shim}/policies/budget`, { body: providers });
  await insist(`${shim}/app-budget/topup`, { body: { usd_amount: 1_000 }, key: 'project-first' });
  told.projectMicroUsd += 1_000_000_000;
  told.commands += 1;
}
