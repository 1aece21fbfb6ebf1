import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brokenInvariants } from '../../src/testing/check-books.ts';
import { doomedAt } from './fault-points.ts';
import { withSilence } from './faults.ts';
import { tell, unanswered, unharmed } from './killed.ts';
import { openStage, type Stage } from './stage.ts';
import { stories } from './stories.ts';

/** Of every story so many points, evenly spread from one that the seed draws; all of them in the long run. */
const pointsMax = Number(process.env.PURSER_MODEL_RUNS ?? 3);
const seed = Number(process.env.PURSER_MODEL_SEED ?? Date.now() % 1_000_000);

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => {
  try {
    expect(await brokenInvariants(stage.world.pool)).toEqual([]);
  } finally {
    await stage.close();
  }
});

describe(`a process that is killed at any await, or whose answers are lost, and one reconcile of the next one (seed ${seed})`, () => {
  it.each(Object.entries(stories))(
    'leave what was there without: %s',
    async (name, story) => {
      const whole = unharmed();
      const { state } = await tell(stage, story, whole);
      const points = whole.points();
      const step = Math.max(1, Math.ceil(points / pointsMax));
      let killed = 0;
      for (let at = 1 + (seed % step); at <= points; at += step) {
        const doomed = doomedAt(at);
        const end = await tell(stage, story, doomed);
        expect(end, `killed at point ${at} of ${points}, ${doomed.place()}`).toEqual({
          end: 'stopped',
          state,
        });
        killed += 1;
      }
      console.info(`${name}: killed at ${killed} of ${points} points`);
      if (story.command === null) return;
      const silenced = { ...unharmed(), decorate: withSilence };
      const end = await tell(stage, story, silenced);
      expect(end, 'with the answers lost').toEqual({ end: 'ended', state });
    },
    3_600_000,
  );

  it('hold what a refund asks for until Stripe has decided, also when its answer is lost', async () => {
    expect(await unanswered(stage, (ports) => ports)).toMatchObject({
      requests: [{ kind: 'refund', status: 'pending', ended: false }],
      lots: [{ balance: '30000000', held: '7000000' }],
    });
  });
});
