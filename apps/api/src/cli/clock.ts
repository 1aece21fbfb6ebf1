import { durationExample, parseDuration } from '@purser/domain/clock/duration';
import type { ClockMove } from '@purser/domain/clock/move-clock';
import type { ClockView } from '@purser/schema/contract/operation-views';
import { UsageError } from './cli-error.ts';
import type { Command } from './command.ts';
import { print } from './output.ts';
import { unwrap } from './unwrap.ts';
import { visitApp } from './visit-app.ts';

export const command: Command = {
  usage: 'show | advance <duration> | to <instant> | freeze | release',
  details: `
  show      what time it is in the project
  advance   let the clock jump, ${durationExample}
  to        set it to an instant that is not past, such as 2027-01-31T12:00:00Z
  freeze    stop it where it is
  release   let it run on from where it stands

Only in demo, test and sandbox projects, and never backwards. Periods, windows, expiries and jobs
follow; a server that runs follows within a second.`,
  run: async ([verb = 'show', argument, ...rest]) => {
    const move = readMove(verb, argument);
    if (rest.length > 0) throw new UsageError(`"${rest[0]}" is one word too many.`);
    await visitApp(async ({ useCases, ctx }) => {
      if (move === null) return print(sentence(await useCases.clock.show(ctx, {})));
      const meta = { reason: `purser clock ${[verb, argument].filter(Boolean).join(' ')}` };
      print(sentence(unwrap(await useCases.clock.move(ctx, move, meta))));
    });
  },
};

/** Null shows the clock. */
function readMove(verb: string, argument: string | undefined): ClockMove | null {
  const takesArgument = verb === 'advance' || verb === 'to';
  if (!takesArgument && argument !== undefined) {
    throw new UsageError(`"${argument}" is one word too many.`);
  }
  switch (verb) {
    case 'show':
      return null;
    case 'freeze':
    case 'release':
      return { action: verb };
    case 'advance': {
      const byMs = parseDuration(argument ?? '');
      if (byMs === null) throw new UsageError(`Say how far: clock advance, ${durationExample}.`);
      return { action: 'advance', byMs };
    }
    case 'to':
      return { action: 'move_to', toMs: readInstant(argument ?? '') };
    default:
      throw new UsageError('Say show, advance, to, freeze or release.');
  }
}

function readInstant(text: string): number {
  const isInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/i.test(text);
  const atMs = isInstant ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(atMs)) {
    throw new UsageError('Say an instant with its zone: clock to 2027-01-31T12:00:00Z');
  }
  return atMs;
}

function sentence({ kind, now, frozen, offsetMs }: ClockView): string {
  const state = frozen ? 'frozen' : offsetMs === 0n ? 'real time' : 'shifted';
  return `${now.toISOString()}  ${state}  (${kind} project)`;
}
