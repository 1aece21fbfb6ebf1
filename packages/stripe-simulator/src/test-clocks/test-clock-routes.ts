import { invalidRequest } from '../http/api-error.ts';
import { integer, text } from '../http/form.ts';
import { pageOf, paging } from '../http/list.ts';
import { get, post, type Route, remove } from '../http/route.ts';
import type { TimeEngine } from '../time/time-engine.ts';
import type { TestClock } from '../world/wire.ts';
import type { World } from '../world/world.ts';

const daySeconds = 86_400;
/** Stripe deletes a clock after a month. */
const daysKept = 30;

/** Clocks that customers can live on, with all that is theirs. Advancing is done when it is answered. */
export function testClockRoutes(engine: TimeEngine): readonly Route[] {
  return [
    post(
      '/v1/test_helpers/test_clocks',
      { frozen_time: integer, name: text.optional() },
      (input, { world }) => {
        const clock = world.tables.testClocks.put({
          ...newClock(world, input.frozen_time),
          name: input.name ?? null,
        });
        world.emit('test_helpers.test_clock.created', clock);
        return clock;
      },
    ),
    get('/v1/test_helpers/test_clocks', paging, (input, { world, path }) =>
      pageOf(world.tables.testClocks.all(), input, path),
    ),
    get('/v1/test_helpers/test_clocks/:id', {}, (_input, { world, id }) =>
      world.tables.testClocks.require(id),
    ),
    post(
      '/v1/test_helpers/test_clocks/:id/advance',
      { frozen_time: integer },
      ({ frozen_time }, { world, id }) => advance(world, engine, id, frozen_time),
    ),
    remove('/v1/test_helpers/test_clocks/:id', {}, (_input, { world, id }) => {
      const clock = world.tables.testClocks.require(id);
      world.tables.testClocks.delete(id);
      world.emit('test_helpers.test_clock.deleted', clock);
      return { id, object: 'test_helpers.test_clock', deleted: true };
    }),
  ];
}

function newClock(world: World, frozenTime: number): TestClock {
  return {
    id: world.ids.next('clock_1'),
    object: 'test_helpers.test_clock',
    created: world.seconds(),
    deletes_after: world.seconds() + daysKept * daySeconds,
    frozen_time: frozenTime,
    livemode: false,
    name: null,
    status: 'ready',
    status_details: {},
  };
}

function advance(world: World, engine: TimeEngine, id: string, frozenTime: number): TestClock {
  const clock = world.tables.testClocks.require(id);
  if (frozenTime <= clock.frozen_time) {
    throw invalidRequest('A test clock can only be advanced to a later time.', {
      param: 'frozen_time',
    });
  }
  const status_details = { advancing: { target_frozen_time: frozenTime } };
  const advancing = { ...clock, status: 'advancing' as const, status_details };
  world.emit('test_helpers.test_clock.advancing', advancing);
  engine.advanceClock(id, frozenTime);
  const ready = world.tables.testClocks.require(id);
  world.emit('test_helpers.test_clock.ready', ready);
  return ready;
}
