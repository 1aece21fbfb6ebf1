import type { Tone } from '../../components/status-badge.tsx';

type Summary = {
  readonly suspendedAt: string | null;
  readonly requestsToday: number;
  readonly requestsPerDayLimit: string | null;
  readonly lastTurnAt: string | null;
};

/** The one word an operator scans for, worst first. Near a limit starts at 80 per cent, as on the bar. */
export function userState(user: Summary): { readonly tone: Tone; readonly word: string } {
  if (user.suspendedAt !== null) return { tone: 'broken', word: 'suspended' };
  const limit = user.requestsPerDayLimit === null ? null : BigInt(user.requestsPerDayLimit);
  const used = BigInt(user.requestsToday);
  if (limit !== null && used >= limit) return { tone: 'broken', word: 'at its limit' };
  if (limit !== null && used * 5n >= limit * 4n) return { tone: 'attention', word: 'near limit' };
  return used > 0n ? { tone: 'ok', word: 'active' } : { tone: 'neutral', word: 'quiet' };
}
