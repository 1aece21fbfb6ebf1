import fc from 'fast-check';
import { expect } from 'vitest';
import { compare } from './compare.ts';
import { type ModelState, newState } from './model-state.ts';
import { checkByModel } from './model-turns.ts';
import type { RealWorld } from './real-world.ts';
import { type Step, stepArbitraries } from './steps.ts';
import { costOf, takeByModel } from './take-by-model.ts';

/** Users are asked about in turn, so that what the counters know of each is compared as well. */
const asked = ['ada', 'ben', 'eve'].map((userId) => ({
  turnId: 'asked',
  userId,
  bundleId: 'chat',
  tokens: 1n,
}));

/** One step as a command of fast-check: taken by the product and by the model, and compared. */
class Take implements fc.AsyncCommand<ModelState, RealWorld> {
  readonly #step: Step;

  constructor(step: Step) {
    this.#step = step;
  }

  check(): boolean {
    return true;
  }

  async run(state: ModelState, real: RealWorld): Promise<void> {
    const step = this.#step;
    const { said, drawn } = await real.take(step, step.do === 'settle' ? costOf(state, step) : 0n);
    expect(said, this.toString()).toEqual(takeByModel(state, step, drawn));
    await compare(real.world, state);
    const question = asked[state.turns.size % asked.length];
    if (question === undefined) return;
    expect(await real.check(question), 'check').toEqual(checkByModel(state, question));
  }

  toString(): string {
    return JSON.stringify(this.#step, (_key, value) =>
      typeof value === 'bigint' ? `${value}n` : value,
    );
  }
}

/** Sequences of everything that can happen to one project and its users. */
export function sequences(
  maxCommands: number,
): fc.Arbitrary<Iterable<fc.AsyncCommand<ModelState, RealWorld>>> {
  const commands = stepArbitraries.map((arbitrary) => arbitrary.map((step) => new Take(step)));
  return fc.commands(commands, { maxCommands, size: 'max' });
}

/** These steps and no others. */
export function takes(steps: readonly Step[]): Iterable<fc.AsyncCommand<ModelState, RealWorld>> {
  return steps.map((step) => new Take(step));
}

/** Takes a sequence through product and model, from the same beginning. */
export async function runSequence(
  commands: Iterable<fc.AsyncCommand<ModelState, RealWorld>>,
  open: () => Promise<RealWorld>,
): Promise<void> {
  const real = await open();
  try {
    await real.begin();
    const { deps, ctx } = real.world;
    const { rules } = await deps.rules.rules(ctx.scope);
    const nowMs = await deps.clock.nowMs(ctx.scope);
    await fc.asyncModelRun(() => ({ model: newState(nowMs, rules), real }), commands);
  } finally {
    await real.world.close();
  }
}
