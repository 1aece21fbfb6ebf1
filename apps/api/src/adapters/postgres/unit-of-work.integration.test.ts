import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AdminWorld, openAdminWorld } from '../../testing/admin-world.ts';

let world: AdminWorld;

beforeAll(async () => {
  world = await openAdminWorld();
});

afterAll(() => world.close());

async function roleOf(userId: string): Promise<string | undefined> {
  return (await world.deps.readers.users.find(world.ctx.scope, userId))?.role;
}

test('work that does not commit leaves nothing behind and still answers', async () => {
  const answer = await world.deps.unitOfWork.run(world.ctx.scope, async (stores) => {
    await stores.users.ensure('nobody', new Date());
    return { commit: false, value: 'answered' };
  });
  expect(answer).toBe('answered');
  expect(await roleOf('nobody')).toBeUndefined();
});

test('a deadlock between two commands is broken by running one again', async () => {
  const run = (first: string, second: string, meet: () => Promise<void>) =>
    world.deps.unitOfWork.run(world.ctx.scope, async (stores) => {
      await stores.users.lock(first, new Date());
      await meet();
      await stores.users.lock(second, new Date());
      return { commit: true, value: undefined };
    });
  const meeting = meetOnce(2);
  await Promise.all([run('ada', 'bob', meeting), run('bob', 'ada', meeting)]);
  expect([await roleOf('ada'), await roleOf('bob')]).toEqual(['registered', 'registered']);
});

test('a fault inside a command undoes the command', async () => {
  const broken = world.deps.unitOfWork.run(world.ctx.scope, async (stores) => {
    await stores.users.ensure('half', new Date());
    throw new Error('broken');
  });
  await expect(broken).rejects.toThrow('broken');
  expect(await roleOf('half')).toBeUndefined();
});

/** The first `count` callers wait for each other; later ones (second attempts) pass. */
function meetOnce(count: number): () => Promise<void> {
  let arrived = 0;
  let open = () => {};
  const met = new Promise<void>((resolve) => {
    open = resolve;
  });
  return async () => {
    arrived += 1;
    if (arrived === count) open();
    await met;
  };
}
