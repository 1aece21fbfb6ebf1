import type { OverviewQuery } from '../../generated/overview/graphql.ts';
import { microUsd, microUsdOrNull } from '../../lib/amounts.ts';

export type AttentionItem = {
  readonly key: string;
  readonly tone: 'broken' | 'attention' | 'info';
  readonly words: string;
  readonly at: string | null;
  readonly to:
    | '/budgets'
    | '/ledger'
    | '/plans'
    | '/jobs'
    | '/turns'
    | '/users'
    | '/subscriptions'
    | '/audit'
    | '/events'
    | '/stripe'
    | '/notifications';
  readonly tab?: 'providers';
};

/** Half of what a day costs left: below this the project budget needs somebody. */
const daysLeftMin = 3n;

/** What needs a hand, worst first: found states before alerts that were raised. */
export function attentionItems(overview: OverviewQuery['overview']): readonly AttentionItem[] {
  const items = [...stateItems(overview), ...overview.alerts.map(alertItem)];
  const rank = { broken: 0, attention: 1, info: 2 };
  return items.toSorted((a, b) => rank[a.tone] - rank[b.tone]);
}

function stateItems({
  ledger,
  auditChain,
  projectBudget,
  fallbackPlans,
  subscriptions,
}: OverviewQuery['overview']): AttentionItem[] {
  const items: AttentionItem[] = [];
  if (ledger.balanced === false) {
    items.push({
      key: 'ledger',
      tone: 'broken',
      words: 'The ledger checker found balances that differ from their transfers.',
      at: ledger.checkedAt,
      to: '/ledger',
    });
  }
  if (auditChain.whole === false) {
    items.push({
      key: 'audit',
      tone: 'broken',
      words: `The audit chain breaks at number ${auditChain.brokenAtSeq}.`,
      at: auditChain.checkedAt,
      to: '/audit',
    });
  }
  const budget = budgetItem(projectBudget);
  if (budget) items.push(budget);
  if (subscriptions.pastDue > 0) {
    items.push({
      key: 'past due',
      tone: 'attention',
      words: `Past due: ${subscriptions.pastDue} ${subscriptions.pastDue === 1 ? 'subscription was' : 'subscriptions were'} not paid in time.`,
      at: null,
      to: '/subscriptions',
    });
  }
  for (const plan of fallbackPlans) {
    items.push({
      key: `plan ${plan}`,
      tone: 'attention',
      words: `Plan ${plan} has no active policy: its users get the fallback limits.`,
      at: null,
      to: '/plans',
    });
  }
  return items;
}

function budgetItem(budget: OverviewQuery['overview']['projectBudget']): AttentionItem | null {
  const overdraft = microUsdOrNull(budget.overdraftUsd);
  const available = microUsd(budget.availableUsd);
  if (overdraft === null) return null;
  const room = available + overdraft;
  if (room <= 0n)
    return {
      key: 'budget',
      tone: 'broken',
      words: 'The project budget is used up: turns it pays for are denied.',
      at: null,
      to: '/budgets',
    };
  const daySpent = microUsd(budget.spending.dayUsd);
  if (daySpent > 0n && room < daySpent * daysLeftMin) {
    return {
      key: 'budget',
      tone: 'attention',
      words: 'The project budget lasts less than three days at today’s pace.',
      at: null,
      to: '/budgets',
    };
  }
  return null;
}

function alertItem(alert: OverviewQuery['overview']['alerts'][number]): AttentionItem {
  const tones = { CRITICAL: 'broken', WARNING: 'attention', INFO: 'info' } as const;
  return {
    key: alert.id,
    tone: tones[alert.severity],
    words: alert.title,
    at: alert.createdAt,
    to: pageOf(alert.kind),
    ...(/provider/.test(alert.kind) ? { tab: 'providers' as const } : {}),
  };
}

const stripeKinds = /^(refund|cancellation|dispute|reconcile|stripe_stuck|payment_failed)$/;

function pageOf(kind: string): AttentionItem['to'] {
  if (/ledger|balance_check/.test(kind)) return '/ledger';
  if (/audit/.test(kind)) return '/audit';
  if (stripeKinds.test(kind)) return '/stripe';
  if (/event/.test(kind)) return '/events';
  if (/webhook/.test(kind)) return '/notifications';
  if (/job/.test(kind)) return '/jobs';
  if (/plan|policy|price/.test(kind)) return '/plans';
  if (/subscription|period|renew/.test(kind)) return '/subscriptions';
  if (/turn|usage|undeclared/.test(kind)) return '/turns';
  return '/budgets';
}
