import type {
  DecideAnswer,
  DecidedAnswer,
  DecideRequest,
  ProvidersLoad,
  UserLoad,
} from '@purser/domain/quota/counter-types';
import { expect } from 'vitest';
import type { Counters } from '../../src/ports/counters.ts';
import { loadOfProviders, loadOfUser, type World } from './world.ts';

/** One implementation under test. */
export type Subject = {
  readonly counters: Counters;
  readonly flush: () => Promise<void>;
  readonly failOver: () => Promise<void>;
};

export const scope = { tenantId: 7, projectId: 9 };

/** Asks every subject the same and expects the same answer of all. */
export async function askAll<T>(
  subjects: readonly Subject[],
  ask: (counters: Counters) => Promise<T>,
): Promise<T> {
  const answers = await Promise.all(subjects.map(({ counters }) => ask(counters)));
  const [first, ...others] = answers;
  if (first === undefined && others.every((other) => other === undefined)) return first as T;
  for (const other of others) expect(other).toEqual(first);
  return first as T;
}

/** What is loaded takes at most this many rounds: epoch, then user and providers, then the answer. */
const roundsMax = 4;

/** Decides as the use case does: loads what is missing, and makes a new epoch in PostgreSQL if need be. */
export async function decide(
  subjects: readonly Subject[],
  world: World,
  request: DecideRequest,
): Promise<DecidedAnswer> {
  for (let round = 0; round < roundsMax; round += 1) {
    const answer: DecideAnswer = await askAll(subjects, (c) => c.decide(scope, request));
    if (answer.kind === 'decided') {
      expect(answer.epoch).toBe(String(world.epoch));
      return answer;
    }
    if (answer.epoch) await begin(subjects, world);
    if (answer.user) await takeUser(subjects, world, loadFor(world, request));
    if (answer.providers) await takeProviders(subjects, world, providersFor(world, request));
  }
  throw new Error('What was loaded did not suffice.');
}

export async function takeUser(
  subjects: readonly Subject[],
  world: World,
  load: UserLoad,
): Promise<boolean> {
  return askAll(subjects, (c) => c.loadUser(scope, String(world.epoch), load));
}

export async function takeProviders(
  subjects: readonly Subject[],
  world: World,
  load: ProvidersLoad,
): Promise<boolean> {
  return askAll(subjects, (c) => c.loadProviders(scope, String(world.epoch), load));
}

/** A new epoch fences every attempt that PostgreSQL has not committed. */
async function begin(subjects: readonly Subject[], world: World): Promise<void> {
  world.epoch += 1;
  for (const turn of world.turns) turn.attempts = new Set();
  const epoch = await askAll(subjects, (c) => c.begin(scope, String(world.epoch)));
  expect(epoch).toBe(String(world.epoch));
}

/** The loader reads at the asker's instant, which may be another process's clock. */
function loadFor(world: World, request: DecideRequest): UserLoad {
  return loadOfUser({ ...world, nowMs: request.nowMs }, request.userId);
}

function providersFor(world: World, request: DecideRequest): ProvidersLoad {
  return loadOfProviders({ ...world, nowMs: request.nowMs });
}
