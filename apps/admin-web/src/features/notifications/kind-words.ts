const words: Readonly<Record<string, string>> = {
  audit_broken: 'broken audit chain',
  cancellation: 'cancellations at Stripe',
  dispute: 'disputes',
  event_failed: 'failed events',
  ledger_unbalanced: 'unbalanced ledger',
  payment_failed: 'failed payments',
  project_budget: 'project budget',
  provider_budget: 'provider budgets',
  reconcile: 'results of reconcile',
  refund: 'refunds',
  stripe_stuck: 'requests stuck at Stripe',
  unpriced_model: 'models without a price',
  webhook_failing: 'failing receivers',
  test: 'test',
};

/** A kind of alert in words; one that has none here says its name. */
export function kindWords(kind: string): string {
  return words[kind.toLowerCase()] ?? kind;
}

/** Kinds that an endpoint can choose among. */
export const choosableKinds: readonly string[] = Object.keys(words).filter(
  (kind) => kind !== 'test',
);
