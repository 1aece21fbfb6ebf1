/** Statuses of Stripe that mean one of ours; what else Stripe may say is kept as given (rule X30). */
const meanings: Readonly<Record<string, string>> = {
  active: 'active',
  // Whoever tries a plan has it.
  trialing: 'active',
  past_due: 'past_due',
  canceled: 'canceled',
  // It never began, and never will.
  incomplete_expired: 'canceled',
  incomplete: 'incomplete',
  unpaid: 'suspended',
  paused: 'suspended',
};

/** Our status for Stripe's, which is kept beside it (rule X30). */
export function subscriptionStatusOf(stripeStatus: string): string {
  return Object.hasOwn(meanings, stripeStatus)
    ? (meanings[stripeStatus] ?? stripeStatus)
    : stripeStatus;
}
