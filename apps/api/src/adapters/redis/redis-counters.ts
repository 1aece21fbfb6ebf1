import type {
  CounterScope,
  DecideAnswer,
  DecideRequest,
  ToldBatch,
} from '@purser/domain/quota/counter-types';
import type { Gathered } from '../../lib/gather.ts';
import { gather } from '../../lib/gather.ts';
import type { Counters } from '../../ports/counters.ts';
import {
  encodeAdjustment,
  encodeAssertHold,
  encodeGivenBack,
  encodeProvidersLoad,
  encodeReset,
  encodeTold,
  encodeUserLoad,
} from './counter-codec.ts';
import { decodeAnswers, encodeQuestions } from './decide-codec.ts';
import type { RedisClient } from './redis-client.ts';
import type { ScriptRunner } from './script-runner.ts';
import { scriptRunner } from './script-runner.ts';

/**
 * Names the layout of the stored fields. Another layout lives under other keys: during an upgrade
 * the servers of either kind fence each other by their epochs, and neither reads the other's bytes.
 */
const format = 1;

/** Decisions in one script call: large enough to share its cost, small enough not to hold others up. */
const decisionsPerCall = 32;
/** While one call is under way, decisions wait for its answer or for a full call: half a round trip on average. */
const callsUnderWay = 1;

type Decider = Gathered<DecideRequest, DecideAnswer>;

/**
 * The counters of servers that decide together: every operation is one script call, and all keys of
 * a project carry one hash tag. Decisions asked within one turn of the event loop share a call.
 * A lost connection is waited for, at most `patienceMs`; every operation may safely run twice.
 */
export function redisCounters(
  client: RedisClient,
  { patienceMs = 5_000 }: { readonly patienceMs?: number } = {},
): Counters {
  const run = scriptRunner(client, patienceMs);
  const deciders = new Map<string, Decider>();
  return {
    decide: (scope, request) => deciderOf(deciders, run, prefixOf(scope))(request),
    adjust: async (scope, adjustment) => {
      const arg = encodeAdjustment(adjustment);
      await runForUser(run, 'live', { scope, userId: adjustment.userId, arg });
    },
    giveBack: async (scope, givenBack) => {
      const arg = encodeGivenBack(givenBack);
      await runForUser(run, 'live', { scope, userId: givenBack.userId, arg });
    },
    assertHold: async (scope, entry) => {
      await runForUser(run, 'live', { scope, userId: entry.userId, arg: encodeAssertHold(entry) });
    },
    tell: (scope, batch) => tell(run, prefixOf(scope), batch),
    begin: async (scope, epoch) => {
      const args = [JSON.stringify(['begin', epoch])];
      return String(await run('load', { keys: projectKeys(prefixOf(scope)), args }));
    },
    loadUser: async (scope, epoch, load) => {
      const arg = encodeUserLoad(epoch, load);
      return (await runForUser(run, 'load', { scope, userId: load.userId, arg })) === 1;
    },
    loadProviders: async (scope, epoch, load) => {
      const prefix = prefixOf(scope);
      const args = [encodeProvidersLoad(epoch, load, (userId) => userKey(prefix, userId))];
      return (await run('load', { keys: projectKeys(prefix), args })) === 1;
    },
    resetUser: async (scope, reset) => {
      const arg = encodeReset(reset);
      await runForUser(run, 'load', { scope, userId: reset.userId, arg });
    },
  };
}

function deciderOf(deciders: Map<string, Decider>, run: ScriptRunner, prefix: string): Decider {
  const known = deciders.get(prefix);
  if (known !== undefined) return known;
  const decider: Decider = gather((requests) => decideAll(run, prefix, requests), {
    sizeMax: decisionsPerCall,
    underWayMax: callsUnderWay,
  });
  deciders.set(prefix, decider);
  return decider;
}

async function decideAll(
  run: ScriptRunner,
  prefix: string,
  requests: readonly DecideRequest[],
): Promise<readonly DecideAnswer[]> {
  const keys = projectKeys(prefix);
  for (const { userId } of requests) keys.push(userKey(prefix, userId));
  const { questions, args } = encodeQuestions(requests);
  const reply = await run('decide', { keys, args });
  if (!Array.isArray(reply)) throw new Error('decide.lua answered no list.');
  const [begun, ...parts] = reply;
  const epoch = String(begun);
  if (epoch === '') return requests.map(() => noEpoch);
  return decodeAnswers(questions, { epoch, parts });
}

const noEpoch: DecideAnswer = { kind: 'load', epoch: true, user: false, providers: false };

async function tell(
  run: ScriptRunner,
  prefix: string,
  { laneId, seq, items }: ToldBatch,
): Promise<void> {
  const users = [...new Set(items.map(({ userId }) => userId))];
  const indexes = new Map(users.map((userId, index) => [userId, index]));
  const keys = [...projectKeys(prefix), ...users.map((userId) => userKey(prefix, userId))];
  const told = items.map((item) => encodeTold(item, indexes.get(item.userId) ?? 0));
  await run('tell', { keys, args: [laneId, String(seq), ...told] });
}

function runForUser(
  run: ScriptRunner,
  name: 'live' | 'load',
  {
    scope,
    userId,
    arg,
  }: { readonly scope: CounterScope; readonly userId: string; readonly arg: string },
): Promise<unknown> {
  const prefix = prefixOf(scope);
  return run(name, { keys: [...projectKeys(prefix), userKey(prefix, userId)], args: [arg] });
}

function prefixOf({ tenantId, projectId }: CounterScope): string {
  return `{p:${tenantId}:${projectId}}:${format}`;
}

function projectKeys(prefix: string): string[] {
  return [prefix, `${prefix}:x`];
}

function userKey(prefix: string, userId: string): string {
  return `${prefix}:u:${userId}`;
}
