import { durationExample, parseDuration } from '@purser/domain/clock/duration';
import type { ClockMove } from '@purser/domain/clock/move-clock';
import { z } from 'zod';
import { instant, messageAnswer, ok } from './admin-answer-fields.ts';
import { noteText } from './admin-fields.ts';

const needs = (field: string) => ({
  path: [field],
  message: `must be there with ${field === 'to' ? 'move_to' : 'advance'}, and only with it`,
});

/** `POST /api/v1/admin/clock`. */
export const clockBody = z
  .strictObject({
    action: z.enum(['freeze', 'move_to', 'advance', 'release'], {
      message: 'must be freeze, move_to, advance or release',
    }),
    to: z.iso
      .datetime({
        offset: true,
        message: 'must be an RFC 3339 instant, such as 2027-01-31T12:00:00Z',
      })
      .optional(),
    by: z
      .string()
      .max(100, { message: 'must have at most 100 characters' })
      .refine((text) => parseDuration(text) !== null, {
        message: `must be a duration, ${durationExample}`,
      })
      .optional(),
    reason: noteText.nullable().optional(),
  })
  .refine(({ action, to }) => (action === 'move_to') === (to !== undefined), needs('to'))
  .refine(({ action, by }) => (action === 'advance') === (by !== undefined), needs('by'))
  .transform(({ action, to = '', by = '', reason }) => ({
    reason: reason ?? undefined,
    move: moveOf(action, to, by),
  }));

function moveOf(action: ClockMove['action'], to: string, by: string): ClockMove {
  if (action === 'move_to') return { action, toMs: Date.parse(to) };
  if (action === 'advance') return { action, byMs: parseDuration(by) ?? 0 };
  return { action };
}

const clock = {
  kind: z.string(),
  now: instant,
  offset_ms: z.int(),
  frozen: z.boolean(),
};

export const clockAnswer = z.strictObject({ status: ok, ...clock });
export const clockMovedAnswer = z.strictObject({ ...messageAnswer, ...clock });
