import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinDispute, type KnownDispute } from './join-dispute.ts';

const open = ['warning_needs_response', 'needs_response', 'under_review'];

function follow(said: readonly string[]) {
  let known: KnownDispute | null = null;
  const effects: string[] = [];
  for (const status of said) {
    const joined = joinDispute(known, status);
    if (joined.effect !== 'none') effects.push(joined.effect);
    known = joined;
  }
  return { known, effects };
}

describe('what Stripe says of a dispute (rules X5 and X14)', () => {
  it.each([
    ['won', ['hold', 'free']],
    ['lost', ['hold', 'take']],
  ])('holds while it is open and ends %s once', (end, effects) => {
    expect(follow(['needs_response', 'under_review', end, end])).toEqual({
      known: expect.objectContaining({ status: end, booked: end }),
      effects,
    });
  });

  it('holds nothing while a bank only asks', () => {
    expect(follow(['warning_needs_response', 'warning_under_review', 'warning_closed'])).toEqual({
      known: expect.objectContaining({ booked: 'won' }),
      effects: [],
    });
  });

  it('ends the same whatever arrives first and however often, and takes or frees once', () => {
    const steps = fc.shuffledSubarray([...open, ...open], { minLength: 0 });
    fc.assert(
      fc.property(steps, fc.constantFrom('won', 'lost'), fc.nat(), (before, end, place) => {
        const at = place % (before.length + 1);
        const said = [...before.slice(0, at), end, ...before.slice(at), end];
        const { known, effects } = follow(said);
        expect(known).toMatchObject({ status: end, booked: end });
        const ends = effects.filter((effect) => effect !== 'hold');
        const wasHeld = effects.includes('hold');
        expect(ends).toEqual(end === 'lost' ? ['take'] : wasHeld ? ['free'] : []);
      }),
    );
  });
});
