import { expect, it } from 'vitest';
import { createRulesSource } from '../../adapters/postgres/rules-source.ts';
import type { RulesSource } from '../../ports/rules-source.ts';
import { noonMs, type TurnWorld, turnWorld } from '../../testing/turn-world.ts';
import { RulesCache } from './rules-cache.ts';

const scope = { tenantId: 1, projectId: 1 };
const first = { role: 'registered' as const, nowMs: noonMs };

/** A cache whose clock the test moves, and whose way to PostgreSQL it can cut or make longer. */
function openCache(world: TurnWorld) {
  const machine = {
    ms: 0,
    cut: false,
    onTheWay: Promise.resolve(),
    looked: Promise.withResolvers<void>(),
  };
  const source = createRulesSource(world.db, world.pool);
  const reached: RulesSource = {
    ...source,
    changesSince: async (...asked) => {
      if (machine.cut) throw new Error('PostgreSQL cannot be asked.');
      const answer = await source.changesSince(...asked);
      machine.looked.resolve();
      await machine.onTheWay;
      return answer;
    },
  };
  return { machine, cache: new RulesCache(reached, { nowMs: () => machine.ms }) };
}

async function requestsPerDay(cache: RulesCache): Promise<bigint | null | undefined> {
  const { rules } = await cache.rules(scope);
  return rules.quotaPolicies.get('free')?.[0]?.limits.requestsPerDay;
}

/** Another process changes the free plan. */
async function setRequestsPerDay(world: TurnWorld, requests: bigint): Promise<void> {
  await world.db.quotaPolicy.updateMany({ data: { requestsPerDay: requests } });
  await world.db.policyChange.create({
    data: { ...scope, subject: 'project', changedAt: new Date(noonMs) },
  });
}

it('while changes cannot be asked for, rules serve for five seconds and then nothing is decided by them', async () => {
  await using world = await turnWorld({ limits: { requestsPerDay: 3n } });
  const { machine, cache } = openCache(world);
  expect(await requestsPerDay(cache)).toBe(3n);

  machine.cut = true;
  await setRequestsPerDay(world, 4n);
  machine.ms += 5_000;
  expect(await requestsPerDay(cache)).toBe(3n);
  machine.ms += 1;
  await expect(requestsPerDay(cache)).rejects.toThrow('PostgreSQL cannot be asked.');

  machine.cut = false;
  expect(await requestsPerDay(cache)).toBe(4n);
});

it("a command's own change is in force when it ends, though a look at older changes was under way", async () => {
  await using world = await turnWorld({ limits: { requestsPerDay: 3n } });
  const { machine, cache } = openCache(world);
  await requestsPerDay(cache);
  const way = Promise.withResolvers<void>();
  machine.onTheWay = way.promise;
  machine.looked = Promise.withResolvers();
  machine.ms += 401;
  await requestsPerDay(cache);
  // The look has been answered, without the change, and the answer is still on its way.
  await machine.looked.promise;
  await setRequestsPerDay(world, 4n);
  const changed = cache.changed(scope);
  way.resolve();
  await changed;
  expect(await requestsPerDay(cache)).toBe(4n);
});

it('a user who was never admitted is read once a minute, not once for each denial', async () => {
  await using world = await turnWorld();
  const { cache } = openCache(world);
  await cache.ensureUser(scope, 'denied', first);
  const read = cache.reads.database;
  for (let ask = 0; ask < 10; ask += 1) await cache.ensureUser(scope, 'denied', first);
  expect(cache.reads.database).toBe(read);
  await cache.ensureUser(scope, 'denied', { ...first, nowMs: noonMs + 60_000 });
  expect(cache.reads.database).toBe(read + 1);
});

it('a month that another process has anchored is known from the next minute on', async () => {
  await using world = await turnWorld();
  const { cache } = openCache(world);
  const { id } = await cache.ensureUser(scope, 'new', first);
  const anchorMinute = noonMs / 60_000;
  await world.pool.query(
    `INSERT INTO usage_head (tenant_id, project_id, user_id, scope, version, requests, tokens, last_minute,
                             anchor_minute, reset_requests, reset_tokens)
     VALUES (1, 1, $1, '*', 1, 0, 0, $2, $2, 0, 0)`,
    [id, anchorMinute],
  );
  const later = { ...first, nowMs: noonMs + 60_000 };
  expect(await cache.ensureUser(scope, 'new', later)).toMatchObject({ anchorMinute });
});

it('users who come first at the same time are made together, each once and with the role it said', async () => {
  await using world = await turnWorld({});
  const source = createRulesSource(world.db, world.pool);
  let statements = 0;
  const counted: RulesSource = {
    ...source,
    createUsers: (...made) => {
      statements += 1;
      return source.createUsers(...made);
    },
  };
  const caches = [1, 2].map(() => new RulesCache(counted, { nowMs: () => 0 }));
  const roles = ['anonymous', 'registered', 'admin'] as const;
  const people = Array.from({ length: 30 }, (_, at) => ({
    externalId: `person-${(at * 7) % 30}`,
    role: roles[at % 3] ?? 'registered',
  }));
  const seen = await Promise.all(
    caches.flatMap((cache) =>
      people.map(({ externalId, role }) =>
        cache.ensureUser(scope, externalId, { role, nowMs: noonMs }),
      ),
    ),
  );
  expect(seen.map(({ role }) => role)).toEqual([...people, ...people].map(({ role }) => role));
  expect(new Set(seen.map(({ id }) => id)).size).toBe(people.length);
  // One for each cache, unless the other was there before it had looked.
  expect([1, 2]).toContain(statements);
});
