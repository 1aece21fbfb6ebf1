import type { ExampleOperation } from './example-operation.ts';
import { exampleUserId } from './user-examples.ts';

export const subscriptionExamples: readonly ExampleOperation[] = [
  {
    name: 'Subscriptions',
    title: 'Who pays for which plan, and what their open periods have left',
    variables: { first: 20 },
    document: `query Subscriptions($first: Int! = 20, $after: String) {
  subscriptions(first: $first, after: $after) {
    edges {
      node {
        id
        userId
        planId
        status
        nextChargeAt
        overdraftUsd
        period {
          id
          periodKey
          toppedUpUsd
          spentUsd
          rolledOverUsd
          balanceUsd
          heldUsd
          availableUsd
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}`,
  },
  {
    name: 'TryPlanChange',
    title: 'What moving a subscription to another plan would change (dry run)',
    variables: {
      input: { userId: exampleUserId, planId: 'pro', reason: 'Wants more', dryRun: true },
    },
    document: `mutation TryPlanChange($input: ChangePlanInput!) {
  changePlan(input: $input) {
    ... on ChangePlanPayload {
      dryRun
      action
      effectiveAt
      differenceUsd
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
