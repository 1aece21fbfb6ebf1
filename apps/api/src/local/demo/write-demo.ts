import type { TurnOperation } from '@purser/schema/contract/turn';
import { cast } from './cast.ts';
import type { DemoTarget } from './demo-target.ts';
import {
  blockHours,
  type DemoCommand,
  type DemoTurn,
  type HourPlan,
  planBlock,
  storyTurn,
} from './hour-plan.ts';
import { storySentence } from './story.ts';

const hourMs = 3_600_000;
const historyHoursDefault = 30 * 24;

/** The last day is written hour by hour, for its chart. */
const hourlyHours = 24;
const microPerUsd = 1_000_000n;

/** Statistics are taken after so many turns, and again each time there are so many times as many. */
const statisticsFirst = 300;
const statisticsGrowth = 4;

export type WriteDemoOptions = {
  /** How far back a new project's past reaches. */
  readonly historyHours?: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { readonly done: number; readonly total: number }) => void;
};

/**
 * Writes the turns and purchases of the hours that the project lacks, oldest first, at those very hours on the project's
 * clock: thirty days in a new project, the gap since the last turn in an old one. It may be broken off anywhere and done
 * again: every turn and command has an id of its own, so nothing happens twice. Answers the number of turns.
 */
export async function writeDemo(target: DemoTarget, options: WriteDemoOptions): Promise<number> {
  const { project } = target;
  const historyHours = options.historyHours ?? historyHoursDefault;
  const lastHour = Math.floor((await project.realNowMs()) / hourMs);
  const newestMs = await project.newestTurnMs();
  const fromMs = Math.max(newestMs ?? 0, (lastHour - historyHours) * hourMs);
  const steps = planSteps(Math.floor(fromMs / hourMs), lastHour);
  const total = steps.reduce((sum, { turns }) => sum + turns.length, 0);

  await project.moveTo(fromMs);
  if (newestMs === null) await setUp(target);
  let done = 0;
  let analysedAt = 0;
  for (const { hour, turns, commands } of steps) {
    options.signal.throwIfAborted();
    // The middle of the hour, but not before what has happened.
    await project.moveTo(Math.max(fromMs, hour * hourMs + hourMs / 2));
    await runCommands(target, commands);
    await runTurns(target, turns);
    done += turns.length;
    if (done >= analysedAt * statisticsGrowth + statisticsFirst) {
      await project.refreshStatistics();
      analysedAt = done;
    }
    options.onProgress({ done, total });
  }
  await project.reset();
  await tellStory(target, storyTurn(lastHour));
  await checkBooks(target);
  return total;
}

/** What was checked meanwhile was checked at an hour of the past: both checks again, now, side by side. */
async function checkBooks({ useCases, ctx }: DemoTarget): Promise<void> {
  const checks = ['verify-ledger', 'verify-audit'];
  await Promise.all(checks.map((name) => useCases.job.run(ctx, { name }, { reason: 'Demo' })));
}

/** Old blocks are written in one step, at their middle hour: nobody looks at them by the hour any more. */
function planSteps(firstHour: number, lastHour: number): HourPlan[] {
  const first = Math.floor(firstHour / blockHours);
  const last = Math.floor(lastHour / blockHours);
  const steps = Array.from({ length: last - first + 1 }, (_, at) => {
    const hours = planBlock(first + at);
    const isOld = (first + at + 1) * blockHours < lastHour - hourlyHours;
    return isOld ? [merge(hours)] : hours;
  });
  return steps.flat().filter(({ hour }) => hour >= firstHour - 1 && hour <= lastHour);
}

function merge(hours: readonly HourPlan[]): HourPlan {
  return {
    hour: hours[Math.floor(hours.length / 2)]?.hour ?? 0,
    turns: hours.flatMap(({ turns }) => turns),
    commands: hours.flatMap(({ commands }) => commands),
  };
}

/** The story's user is denied once more, now, and Overview says so. */
async function tellStory({ useCases, ctx, project }: DemoTarget, turn: DemoTurn): Promise<void> {
  const outcome = await useCases.turn.admit(ctx, turn.admit);
  if (!outcome.ok) return;
  const { turnId, userId } = turn.admit;
  if (outcome.value.decision === 'admitted') {
    await useCases.turn.release(ctx, { turnId });
    return;
  }
  const sentence = storySentence(turn.admit, outcome.value);
  await project.tellStory({ turnId, userId, sentence });
}

/** What the project has before its first turn: money, and people who work there. */
async function setUp(target: DemoTarget): Promise<void> {
  await runCommands(target, [
    { kind: 'top-up', key: 'demo-opening', amountMicroUsd: 500n * microPerUsd },
  ]);
  const { useCases, ctx } = target;
  const overdraft = { overdraftMicroUsd: 50n * microPerUsd };
  await useCases.budget.setProjectOverdraft(ctx, overdraft, { reason: 'Demo' });
  for (const { userId, role } of cast) {
    if (role !== 'admin') continue;
    await useCases.user.setRole(ctx, { userId, role }, { reason: 'Demo' });
  }
}

async function runCommands({ useCases, ctx }: DemoTarget, commands: readonly DemoCommand[]) {
  for (const command of commands) {
    const meta = { idempotencyKey: command.key, reason: 'Demo' };
    const { kind } = command;
    if (kind === 'grant') await useCases.grant.create(ctx, command.input, meta);
    else if (kind === 'credits') await useCases.wallet.addCredits(ctx, command.input, meta);
    else {
      const input = { amountMicroUsd: command.amountMicroUsd };
      await useCases.budget.topUpProject(ctx, input, meta);
    }
  }
}

/**
 * All are admitted together, then those who were are settled or released together: few large batches cost the ledger less
 * than many small ones.
 */
async function runTurns({ useCases, ctx }: DemoTarget, turns: readonly DemoTurn[]): Promise<void> {
  if (turns.length === 0) return;
  const { items } = await useCases.turn.batch(ctx, {
    operations: turns.map(({ admit }): TurnOperation => ({ op: 'admit', ...admit })),
  });
  const admitted = turns.filter((_, at) => {
    const item = items[at];
    return item?.ok && 'decision' in item.value && item.value.decision === 'admitted';
  });
  if (admitted.length === 0) return;
  await useCases.turn.batch(ctx, { operations: admitted.map(ending) });
}

function ending({ admit, settle }: DemoTurn): TurnOperation {
  return settle === null ? { op: 'release', turnId: admit.turnId } : { op: 'settle', ...settle };
}
