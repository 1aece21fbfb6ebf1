import { CursorError } from '../../ports/cursor-error.ts';
import { IdentityUnavailableError } from '../../ports/people.ts';
import type { Problem } from '../problem.ts';
import { RefusalError } from './refusal-error.ts';
import { storageProblem } from './storage-problem.ts';

/** What a thrown error says of the caller or of the storage; null for a fault of our own. */
export function expectedProblem(error: Error): Problem | null {
  if (error instanceof RefusalError) {
    const { code, message, details, retryAfterSeconds } = error;
    return { code, message, details, retryAfterSeconds };
  }
  if (error instanceof CursorError) {
    const { code, field, message } = error;
    return { code, message, details: [{ field, message: 'is not a cursor of an earlier answer' }] };
  }
  if (error instanceof IdentityUnavailableError) {
    return { code: 'unavailable', message: error.message, retryAfterSeconds: 5 };
  }
  return storageProblem(error);
}
