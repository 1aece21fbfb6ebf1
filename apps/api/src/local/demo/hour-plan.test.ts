import { describe, expect, it } from 'vitest';
import { cast, storyUserId } from './cast.ts';
import { blockHours, planBlock, turnIdPrefix } from './hour-plan.ts';

/** Thirty days that begin on a Monday. */
const firstHour = 4 * 24 + 168 * 2_900;
const hours = Array.from({ length: 720 }, (_, index) => firstHour + index);
const plans = hours.flatMap((hour) =>
  hour % blockHours === 0 ? planBlock(hour / blockHours) : [],
);
const turns = plans.flatMap((plan) => plan.turns);

describe('the demo', () => {
  it('is the same at every call', () => {
    expect(planBlock(firstHour / blockHours + 11)).toEqual(plans.slice(33, 36));
  });

  it('has 500 users and about 15,000 turns in thirty days, on four providers', () => {
    expect(new Set(cast.map(({ userId }) => userId)).size).toBe(500);
    expect(turns.length).toBeGreaterThan(14_500);
    expect(turns.length).toBeLessThan(16_500);
    expect(new Set(turns.flatMap(({ admit }) => admit.providers))).toEqual(
      new Set(['anthropic', 'openai', 'brave', 'duckduckgo']),
    );
    expect(new Set(turns.map(({ admit }) => admit.userId)).size).toBeGreaterThan(470);
  });

  it('has a rhythm: days are busier than nights, weekdays than weekends', () => {
    const countAt = (wanted: (hour: number) => boolean) =>
      hours.reduce(
        (sum, hour, index) => sum + (wanted(hour) ? (plans[index]?.turns.length ?? 0) : 0),
        0,
      );
    const day = countAt((hour) => hour % 24 === 10);
    const night = countAt((hour) => hour % 24 === 3);
    expect(day).toBeGreaterThan(8 * night);
    const weekday = (hour: number) => (Math.floor(hour / 24) + 4) % 7;
    expect(countAt((hour) => weekday(hour) === 3)).toBeGreaterThan(
      2 * countAt((hour) => weekday(hour) === 0),
    );
  });

  it('names every turn once, in the order of the hours', () => {
    const ids = turns.map(({ admit }) => admit.turnId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => id.startsWith(turnIdPrefix))).toBe(true);
    expect(ids.map((id) => id.split('-')[1])).toEqual(ids.map((id) => id.split('-')[1]).toSorted());
  });

  it('tells its story every day, and gives its user nothing to evade it', () => {
    expect(turns.filter(({ admit }) => admit.turnId.endsWith('-story'))).toHaveLength(30);
    const customers = plans.flatMap(({ commands }) =>
      commands.flatMap((command) => (command.kind === 'top-up' ? [] : command.input.userId)),
    );
    expect(customers.length).toBeGreaterThan(100);
    expect(customers).not.toContain(storyUserId);
  });
});
