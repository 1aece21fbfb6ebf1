import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brokenInvariants } from '../../src/testing/check-books.ts';
import { oneAfterTheOther, race, racers } from './race.ts';
import type { Room } from './room.ts';
import { openStage, type Stage } from './stage.ts';
import { cancellationUnanswered, refundUnanswered } from './stories.ts';

const rounds = Number(process.env.PURSER_MODEL_RUNS ?? 6);

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

describe(`webhooks and reconcile of ${racers} processes that end one request at the same time, ${rounds} times`, () => {
  it.each([
    ['a refund', (room: Room) => refundUnanswered(room)],
    ['a cancellation', cancellationUnanswered],
  ] as const)(
    'end it once: %s',
    async (_name, prepare) => {
      const state = await oneAfterTheOther(stage, prepare);
      for (let round = 1; round <= rounds; round += 1) {
        expect(await race(stage, prepare), `round ${round}`).toEqual(state);
      }
    },
    3_600_000,
  );
});
