import { z } from 'zod';
import { builder } from './builder.ts';

const dayMs = 86_400_000;
const rangeDaysMax = 400;

type Range = { readonly from: Date; readonly to: Date };

const orderedRange = z
  .custom<Range>()
  .refine(({ from, to }) => from.getTime() < to.getTime(), {
    path: ['to'],
    message: 'Must be after `from`.',
  })
  .refine(({ from, to }) => to.getTime() - from.getTime() <= rangeDaysMax * dayMs, {
    path: ['to'],
    message: `Is at most ${rangeDaysMax} days after \`from\`.`,
  });

/** A span of time: `from` inclusive, `to` exclusive. */
export const RangeInput = builder.inputType('RangeInput', {
  description: `From inclusive, to exclusive; at most ${rangeDaysMax} days.`,
  validate: orderedRange,
  fields: (t) => ({
    from: t.field({ type: 'DateTime', required: true }),
    to: t.field({ type: 'DateTime', required: true }),
  }),
});
