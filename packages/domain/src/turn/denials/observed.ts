import type { DecidedAnswer, Observed } from '../../quota/counter-types.ts';
import type { PreparedLimit } from '../limit-checks.ts';

/** What the counters saw of one limit, before this turn; concurrency has only slots in use. */
export function observedOf(limit: PreparedLimit, decided: DecidedAnswer): Observed {
  const unseen = { used: 0, held: 0 };
  if (limit.metric === 'concurrency') {
    return { used: 0, held: decided.concurrency[limit.index] ?? 0 };
  }
  const observed = limit.metric === 'requests' ? decided.requests : decided.tokenWindows;
  return observed[limit.index] ?? unseen;
}
