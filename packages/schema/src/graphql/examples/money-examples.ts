import type { ExampleOperation } from './example-operation.ts';
import { exampleUserId } from './user-examples.ts';

export const moneyExamples: readonly ExampleOperation[] = [
  {
    name: 'Overview',
    title: 'The state of the project at a glance',
    variables: {},
    document: `query Overview {
  overview {
    now
    turnsToday
    deniedToday
    liveTurns
    projectBudget {
      balanceUsd
      heldUsd
      availableUsd
      spending {
        dayUsd
        monthUsd
      }
    }
    ledger {
      checkedAt
      balanced
    }
    alerts {
      id
      severity
      title
    }
  }
}`,
  },
  {
    name: 'ProviderBudgets',
    title: 'What each provider has cost against its budget',
    variables: {},
    document: `query ProviderBudgets {
  providerBudgets {
    provider
    bundleId
    windows {
      window
      limitUsd
      spentUsd
      heldUsd
      resetsAt
    }
  }
}`,
  },
  {
    name: 'SpendByProvider',
    title: 'Spending by provider and day',
    variables: {
      range: { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' },
    },
    document: `query SpendByProvider($range: RangeInput!) {
  spend(groupBy: PROVIDER, bucket: DAY, range: $range) {
    bucketStart
    group
    amountUsd
    turns
  }
}`,
  },
  {
    name: 'PlansAndPolicies',
    title: 'Plans and the limits they give',
    variables: {},
    document: `query PlansAndPolicies {
  quotaPolicies(first: 100) {
    edges {
      node {
        id
        bundleId
        plan {
          id
          name
          monthlyPriceUsd
          projectFunded
        }
        limits {
          maxConcurrent
          requestsPerDay
          tokensPerDay
        }
      }
    }
  }
}`,
  },
  {
    name: 'TryCredits',
    title: 'What adding wallet credits would change (dry run)',
    variables: {
      input: { userId: exampleUserId, amountUsd: '5.00', reason: 'Goodwill', dryRun: true },
    },
    document: `mutation TryCredits($input: AddWalletCreditsInput!) {
  addWalletCredits(input: $input) {
    ... on AddWalletCreditsPayload {
      dryRun
      tokensAdded
      changes {
        label
        before
        after
      }
    }
    ... on Error {
      code
      message
      field
    }
  }
}`,
  },
];
