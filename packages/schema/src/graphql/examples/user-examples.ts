import type { ExampleOperation } from './example-operation.ts';

/** Any user id of the project; an unknown one reads as a user without history. */
export const exampleUserId = 'demo-user-1';

export const userExamples: readonly ExampleOperation[] = [
  {
    name: 'FindUsers',
    title: 'Find users by a part of their id',
    variables: { search: 'demo', first: 20 },
    document: `query FindUsers($search: String, $first: Int! = 20, $after: String) {
  users(search: $search, first: $first, after: $after) {
    totalCount
    edges {
      node {
        id
        userId
        planId
        requestsToday
        requestsPerDayLimit
        walletUsd
        lastTurnAt
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
    name: 'UserLimits',
    title: 'Everything one user may spend, and why',
    variables: { userId: exampleUserId },
    document: `query UserLimits($userId: String!) {
  user(userId: $userId) {
    id
    planId
    planSource
    suspendedReason
    budgetBreakdown {
      at
      limits {
        limit
        scope
        window
        base
        added
        effective
        used
        held
        remaining
        resetsAt
      }
      projectFunding {
        applies
        availableUsd
      }
      holds {
        holdId
        turnId
        source
        heldUsd
        expiresAt
      }
    }
  }
}`,
  },
  {
    name: 'UserWallet',
    title: "One user's wallet: lots and transfers",
    variables: { userId: exampleUserId },
    document: `query UserWallet($userId: String!) {
  user(userId: $userId) {
    id
    wallet {
      availableUsd
      availableTokens
      lots {
        id
        source
        balanceUsd
        heldUsd
        expiresAt
      }
      transfers(first: 10) {
        edges {
          node {
            id
            phase
            kind
            amountUsd
            recordedAt
          }
        }
      }
    }
  }
}`,
  },
  {
    name: 'WhyDenied',
    title: 'Why turns were denied lately',
    variables: {},
    document: `query WhyDenied {
  denials(first: 10) {
    edges {
      node {
        id
        userId
        turnId
        reasons
        denials
        deniedAt
      }
    }
  }
}`,
  },
  {
    name: 'TryTrial',
    title: 'What a trial would change (dry run)',
    variables: { input: { userId: exampleUserId, days: 7, reason: 'Trial', dryRun: true } },
    document: `mutation TryTrial($input: GrantTrialInput!) {
  grantTrial(input: $input) {
    ... on GrantTrialPayload {
      dryRun
      changes {
        label
        before
        after
      }
      grant {
        id
        expiresAt
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
