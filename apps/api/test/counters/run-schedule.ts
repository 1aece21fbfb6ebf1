import { closedTurnsMax } from '@purser/domain/quota/counter-state';
import type { ToldBatch, ToldTurn } from '@purser/domain/quota/counter-types';
import { audit } from './audit.ts';
import { askAll, decide, type Subject, scope, takeProviders, takeUser } from './driver.ts';
import { questionOf } from './questions.ts';
import type { Step } from './schedule.ts';
import { minuteMs, providerWindows, userWindows } from './windows.ts';
import {
  bundle,
  entryOf,
  factsOf,
  loadOfProviders,
  loadOfUser,
  minuteOf,
  newWorld,
  type Turn,
  users,
  type World,
} from './world.ts';

/** State of one run besides the world: what was read and not yet loaded, what was told so far. */
type Run = {
  readonly world: World;
  readonly subjects: readonly Subject[];
  readonly told: Map<string, number>;
  /** The epoch in which each turn was told, in that order: the counters remember the last few. */
  readonly toldIn: Map<string, number>;
  lateUser: { readonly load: ReturnType<typeof loadOfUser>; readonly epoch: number } | null;
  lateProviders: {
    readonly load: ReturnType<typeof loadOfProviders>;
    readonly epoch: number;
  } | null;
  count: number;
  fastestMs: number;
};

/** Plays a schedule on all subjects, comparing every answer, and audits them against the world. */
export async function runSchedule(
  subjects: readonly Subject[],
  steps: readonly Step[],
): Promise<void> {
  const world = newWorld(Date.UTC(2026, 0, 31, 23, 50));
  const run: Run = {
    world,
    subjects,
    told: new Map(),
    toldIn: new Map(),
    lateUser: null,
    lateProviders: null,
    count: 0,
    fastestMs: 0,
  };
  for (const step of [...steps, { kind: 'audit' } as const]) await play(run, step);
}

async function play(run: Run, step: Step): Promise<void> {
  const { world, subjects } = run;
  run.count += 1;
  switch (step.kind) {
    case 'decide':
      return ask(run, step);
    case 'advance':
      world.nowMs += step.byMs;
      return;
    case 'flush':
      await Promise.all(subjects.map((subject) => subject.flush()));
      return;
    case 'failover':
      await Promise.all(subjects.map((subject) => subject.failOver()));
      return;
    case 'audit':
      await tellEverything(run);
      // What the fastest clock has seen expire is over for everybody.
      world.nowMs = Math.max(world.nowMs, run.fastestMs);
      return audit(subjects, world);
    default:
      return choose(run, step);
  }
}

type ChosenStep = Extract<Step, { which: number }>;

async function choose(run: Run, step: ChosenStep): Promise<void> {
  const { world, subjects } = run;
  const userId = users[step.which % users.length] ?? '';
  switch (step.kind) {
    case 'tell':
    case 'tellAhead':
    case 'tellAgain':
      return tellOne(run, step);
    case 'readUser':
      run.lateUser = { load: loadOfUser(world, userId), epoch: world.epoch };
      return;
    case 'loadUser':
      if (run.lateUser?.epoch === world.epoch) await takeUser(subjects, world, run.lateUser.load);
      return;
    case 'readProviders':
      run.lateProviders = { load: loadOfProviders(world), epoch: world.epoch };
      return;
    case 'loadProviders':
      if (run.lateProviders?.epoch !== world.epoch) return;
      await takeProviders(subjects, world, run.lateProviders.load);
      return;
    case 'reset': {
      const facts = factsOf(world, userId);
      facts.version += 1;
      facts.reset = { anchorMinute: minuteOf(world), resetMinute: minuteOf(world) };
      const { version } = facts;
      await askAll(subjects, (c) => c.resetUser(scope, { userId, version }));
      return;
    }
    default:
      return changeTurn(run, step);
  }
}

async function ask(run: Run, step: Extract<Step, { kind: 'decide' }>): Promise<void> {
  const { world, subjects } = run;
  const request = questionOf(world, step, `t${run.count}`);
  run.fastestMs = Math.max(run.fastestMs, request.nowMs);
  const answer = await decide(subjects, world, request);
  if (!step.apply || answer.denied) return;
  const { turnId, userId, scopes, providerHolds, holdExpiresAtMs, slotExpiresAtMs } = request;
  const { tokens } = answer;
  world.turns.push({
    entry: { turnId, userId, scopes, tokens, holdExpiresAtMs, slotExpiresAtMs, providerHolds },
    tokens,
    holdExpiresAtMs,
    slotExpiresAtMs,
    attempts: new Set([request.attemptId]),
    state: 'deciding',
  });
}

async function changeTurn(run: Run, { kind, which, amount }: ChosenStep): Promise<void> {
  const { world } = run;
  const pick = (wanted: (turn: Turn) => boolean): Turn | undefined => {
    const turns = world.turns.filter(wanted);
    return turns[which % turns.length];
  };
  const held = ({ holdExpiresAtMs }: Turn) => holdExpiresAtMs > world.nowMs;
  const deciding = (turn: Turn) =>
    turn.state === 'deciding' && turn.attempts.size > 0 && held(turn);
  const turn = {
    again: () => pick((t) => deciding(t) || (t.state === 'admitted' && held(t))),
    admit: () => pick(deciding),
    deny: () => pick(({ attempts, state }) => attempts.size > 0 && state !== 'closed'),
    crash: () => pick(deciding),
    heartbeat: () => pick(({ state }) => state === 'admitted'),
    settle: () => pick(({ state }) => state === 'admitted'),
    release: () => pick(({ state }) => state === 'admitted'),
    reap: () => pick((t) => t.state === 'admitted' && !held(t)),
    againClosed: () => lastClosed(world),
    lateHeartbeat: () => {
      const forgotten = [...run.toldIn.keys()].slice(0, -closedTurnsMax);
      return pick(({ state, entry: { turnId } }) => {
        const toldIn = run.toldIn.get(turnId) ?? world.epoch;
        return state === 'closed' && toldIn === world.epoch && !forgotten.includes(turnId);
      });
    },
  }[kind as 'again']();
  if (turn !== undefined) await changeOne(run, turn, { kind, amount });
}

function lastClosed(world: World): Turn | undefined {
  return world.turns.findLast(({ state }) => state === 'closed');
}

async function changeOne(
  run: Run,
  turn: Turn,
  { kind, amount }: Pick<ChosenStep, 'kind' | 'amount'>,
): Promise<void> {
  const { world, subjects } = run;
  const { turnId, userId } = turn.entry;
  switch (kind) {
    case 'again':
      return askAgain(run, turn, amount % 3 === 0 ? 'else:' : '');
    case 'againClosed':
      return askClosed(run, turn);
    case 'admit':
      turn.state = 'admitted';
      if (amount % 2 === 0) return;
      turn.tokens = Math.min(turn.tokens, amount);
      await askAll(subjects, (c) => c.adjust(scope, { userId, turnId, tokens: turn.tokens }));
      return;
    case 'deny': {
      const attemptId = [...turn.attempts][amount % turn.attempts.size] ?? '';
      if (turn.state === 'admitted' && turn.attempts.size === 1) return;
      turn.attempts.delete(attemptId);
      await askAll(subjects, (c) => c.giveBack(scope, { userId, turnId, attemptId }));
      return;
    }
    case 'heartbeat':
      turn.holdExpiresAtMs = Math.max(turn.holdExpiresAtMs, world.nowMs + 900_000);
      turn.slotExpiresAtMs = Math.max(turn.slotExpiresAtMs, world.nowMs + 180_000);
      await askAll(subjects, (c) => c.assertHold(scope, entryOf(turn)));
      return;
    case 'lateHeartbeat':
      await askAll(subjects, (c) => c.assertHold(scope, entryOf(turn)));
      return;
    case 'settle':
    case 'release':
    case 'reap':
      return closeTurn(run, turn, kind === 'settle' ? amount : null);
    default:
      // A crash leaves the attempt behind: nobody gives it back.
      return;
  }
}

/** A retry joins the live turn and renews it, unless it `asks` for something else than whoever decides it. */
async function askAgain(
  { world, subjects, count }: Run,
  turn: Turn,
  asks: '' | 'else:',
): Promise<void> {
  const { userId, scopes, turnId, providerHolds } = turn.entry;
  const step = { inBundle: scopes.includes(bundle), estimate: 10, max: 0, checks: 7 };
  const user = users.indexOf(userId);
  const asked = { ...step, user, holdsProviders: false, apply: true, skewMs: 0 };
  const question = questionOf(world, asked, turnId);
  const request = { ...question, providerHolds, attemptId: `${asks}again-${count}` };
  const answer = await decide(subjects, world, request);
  // A loss in between makes it a new decision, which a limit of 0 denies.
  if (!answer.already || answer.taken) return;
  turn.attempts.add(request.attemptId);
  turn.holdExpiresAtMs = Math.max(turn.holdExpiresAtMs, request.holdExpiresAtMs);
  turn.slotExpiresAtMs = Math.max(turn.slotExpiresAtMs, request.slotExpiresAtMs);
}

/** A retry of a turn that is over holds again; PostgreSQL refuses it and it is given back. */
async function askClosed({ world, subjects, count }: Run, turn: Turn): Promise<void> {
  const { userId, turnId } = turn.entry;
  const user = users.indexOf(userId);
  const step = { user, inBundle: false, estimate: 10, max: 50, checks: 3, holdsProviders: true };
  const question = questionOf(world, { ...step, apply: true, skewMs: 0 }, turnId);
  const attemptId = `closed-${count}`;
  await decide(subjects, world, { ...question, attemptId });
  await askAll(subjects, (c) => c.giveBack(scope, { userId, turnId, attemptId }));
}

/** Closes a turn in PostgreSQL: a settle counts, a release or an expiry does not. */
function closeTurn({ world }: Run, turn: Turn, settled: number | null): void {
  turn.state = 'closed';
  const { turnId, userId, scopes, providerHolds } = turn.entry;
  const facts = factsOf(world, userId);
  const atMinute = Math.floor((world.nowMs - (settled === 7 ? 70_000 : 0)) / minuteMs);
  if (settled !== null) facts.version += 1;
  const told: ToldTurn = {
    turnId,
    userId,
    scopes,
    version: settled === null ? 0 : facts.version,
    atMinute,
    requests: settled === null ? 0 : 1,
    tokens: settled ?? 0,
    windows: scopes
      .flatMap((of) => userWindows(of, atMinute, facts.reset))
      // Now and then a policy that no longer has one of the windows.
      .filter(({ windowKey }) => settled !== 5 || windowKey !== 'calendar:day:UTC'),
    providerSpend:
      settled === null
        ? []
        : providerHolds.map(({ provider, scope: of }) => ({
            provider,
            scope: of,
            microUsd: settled * 3,
            windows: providerWindows(atMinute),
          })),
  };
  if (settled !== null) facts.settles.push(told);
  const laneId = `lane-${turnId.length % 2}`;
  const batches = world.lanes.get(laneId) ?? [];
  batches.push({ laneId, seq: batches.length + 1, items: [told] });
  world.lanes.set(laneId, batches);
}

async function tellOne(run: Run, { kind, which }: ChosenStep): Promise<void> {
  const lanes = [...run.world.lanes.values()];
  const batches = lanes[which % lanes.length];
  const laneId = batches?.[0]?.laneId;
  if (batches === undefined || laneId === undefined) return;
  const next = run.told.get(laneId) ?? 0;
  if (kind === 'tell') await tell(run, batches[next]);
  else if (kind === 'tellAhead') await tell(run, batches[next + 1]);
  else await tell(run, batches[which % batches.length]);
  if (kind === 'tell') run.told.set(laneId, Math.min(next + 1, batches.length));
}

async function tellEverything(run: Run): Promise<void> {
  for (const [laneId, batches] of run.world.lanes) {
    for (const batch of batches.slice(run.told.get(laneId) ?? 0)) await tell(run, batch);
    run.told.set(laneId, batches.length);
  }
}

async function tell(run: Run, batch: ToldBatch | undefined): Promise<void> {
  if (batch === undefined) return;
  for (const { turnId } of batch.items) {
    if (run.toldIn.get(turnId) === run.world.epoch) continue;
    run.toldIn.delete(turnId);
    run.toldIn.set(turnId, run.world.epoch);
  }
  await askAll(run.subjects, (c) => c.tell(scope, batch));
}
