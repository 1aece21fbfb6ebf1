import { z } from 'zod';
import { count, ok } from './admin-answer-fields.ts';

/** `POST /stripe/reconcile`. */
export const reconcileAnswer = z.strictObject({
  status: ok,
  reconciled: count,
  applied: count,
  failed: count,
  pending: count,
});
