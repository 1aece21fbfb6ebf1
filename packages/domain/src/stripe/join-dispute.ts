/** What has been booked of a dispute: its money is held while it is open, then free again or gone. */
export type DisputeBooking = 'nothing' | 'held' | 'won' | 'lost';

export type KnownDispute = { readonly status: string; readonly booked: DisputeBooking };

export type JoinedDispute = KnownDispute & {
  /** What is to be booked now. */
  readonly effect: 'none' | 'hold' | 'free' | 'take';
};

/** How far a dispute has come. A bank that only asks (`warning_…`) has moved no money. */
const ranks: Readonly<Record<string, number>> = {
  warning_needs_response: 0,
  warning_under_review: 0,
  needs_response: 1,
  under_review: 2,
  warning_closed: 3,
  prevented: 3,
  won: 3,
  lost: 3,
};

const isOpenFrom = 1;
const isClosedFrom = 3;

/**
 * What is known of a dispute joined with what Stripe says: it only goes forward, so that arrival decides
 * nothing, and each way it ends is booked once (rules X5 and X14).
 */
export function joinDispute(known: KnownDispute | null, said: string): JoinedDispute {
  const before = known ?? { status: said, booked: 'nothing' as const };
  const isNews = (ranks[said] ?? 0) > (ranks[before.status] ?? 0);
  const status = isNews ? said : before.status;
  const rank = ranks[status] ?? 0;
  const { booked } = before;
  if (booked === 'won' || booked === 'lost') return { status, booked, effect: 'none' };
  if (status === 'lost') return { status, booked: 'lost', effect: 'take' };
  if (rank >= isClosedFrom) {
    return { status, booked: 'won', effect: booked === 'held' ? 'free' : 'none' };
  }
  if (rank >= isOpenFrom && booked === 'nothing') return { status, booked: 'held', effect: 'hold' };
  return { status, booked, effect: 'none' };
}
