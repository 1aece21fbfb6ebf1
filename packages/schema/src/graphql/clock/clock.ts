import { durationExample, parseDuration } from '@purser/domain/clock/duration';
import type { ClockMove } from '@purser/domain/clock/move-clock';
import { z } from 'zod';
import type { ClockView } from '../../contract/operation-views.ts';
import { builder } from '../builder.ts';
import { CommandPayload, commandFields, metaOf, payloadRef, settled } from '../command/command.ts';
import { ClockRef } from '../project/project.ts';
import { text } from '../text.ts';
import { valuesOf } from '../values-of.ts';

const ClockAction = builder.enumType('ClockAction', {
  description:
    'Stop the clock where it is, set it, let it jump, or let it run on from where it stands.',
  values: valuesOf(['freeze', 'move_to', 'advance', 'release']),
});

type Asked = {
  action: 'freeze' | 'move_to' | 'advance' | 'release';
  to?: Date | null | undefined;
  by?: string | null | undefined;
};

const wholeMove = z
  .custom<Asked>()
  .refine(({ action, to }) => (action === 'move_to') === (to != null), {
    path: ['to'],
    message: 'Send an instant with MOVE_TO, and only with it.',
  })
  .refine(({ action, by }) => (action === 'advance') === (by != null), {
    path: ['by'],
    message: 'Send a duration with ADVANCE, and only with it.',
  });

const durationText = text({ min: 1, max: 100 }).refine(
  (given) => parseDuration(given) !== null,
  `Must be a duration, ${durationExample}.`,
);

const AdvanceClockInput = builder.inputType('AdvanceClockInput', {
  validate: wholeMove,
  fields: (t) => ({
    action: t.field({ type: ClockAction, required: true }),
    to: t.field({ type: 'DateTime', description: 'Where to, with MOVE_TO; never backwards.' }),
    by: t.string({
      validate: durationText,
      description: `How far, with ADVANCE: a duration, ${durationExample}.`,
    }),
    ...commandFields(t),
  }),
});

const AdvanceClockPayload = payloadRef<ClockView>('AdvanceClockPayload').implement({
  interfaces: [CommandPayload],
  fields: (t) => ({ clock: t.field({ type: ClockRef, resolve: ({ value }) => value }) }),
});

builder.mutationField('advanceClock', (t) =>
  t.field({
    type: AdvanceClockPayload,
    description: 'Moves the clock of a demo, test or sandbox project; everything follows it.',
    errors: {},
    authScopes: { permission: 'clock:move' },
    args: { input: t.arg({ type: AdvanceClockInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) =>
      settled(await useCases.clock.move(ctx, moveOf(input), metaOf(input))),
  }),
);

/** The input's own checks have said that what an action needs is there. */
function moveOf({ action, to, by }: Asked): ClockMove {
  if (action === 'move_to') return { action, toMs: to?.getTime() ?? 0 };
  if (action === 'advance') return { action, byMs: parseDuration(by ?? '') ?? 0 };
  return { action };
}
