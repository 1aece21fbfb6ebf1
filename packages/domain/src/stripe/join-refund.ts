/** Whether a refund's money has been booked here. */
export type RefundBooking = 'nothing' | 'taken' | 'given_back';

export type KnownRefund = { readonly status: string; readonly booked: RefundBooking };

export type JoinedRefund = KnownRefund & {
  /** What is to be booked now. */
  readonly effect: 'none' | 'take' | 'give_back';
};

/** How far a refund has come; a status that Stripe may add one day decides nothing. */
const ranks: Readonly<Record<string, number>> = {
  pending: 0,
  requires_action: 0,
  succeeded: 1,
  failed: 2,
  canceled: 2,
};

export function isOverWithoutMoney(status: string): boolean {
  return ranks[status] === 2;
}

/**
 * What is known of a refund joined with what Stripe says: it only goes forward, so that arrival decides
 * nothing, and its money is taken once and given back once (rules X5 and X13).
 */
export function joinRefund(known: KnownRefund | null, said: string): JoinedRefund {
  const before = known ?? { status: said, booked: 'nothing' as const };
  const isNews = (ranks[said] ?? 0) > (ranks[before.status] ?? 0);
  const status = isNews ? said : before.status;
  const { booked } = before;
  if (booked === 'nothing' && status === 'succeeded') {
    return { status, booked: 'taken', effect: 'take' };
  }
  if (booked === 'taken' && isOverWithoutMoney(status)) {
    return { status, booked: 'given_back', effect: 'give_back' };
  }
  return { status, booked, effect: 'none' };
}
