/** The last thing a caller was told of a turn. */
export type TurnEnd =
  | { readonly end: 'admitted' | 'released'; readonly userId: string }
  | { readonly end: 'settled'; readonly userId: string; readonly costMicroUsd: number };

/**
 * What callers were told, in sums that the database must show again. Every request is repeated with
 * its key until somebody answers, so that in the end everything is either here or was declined.
 */
export type Acknowledged = {
  readonly turns: Map<string, TurnEnd>;
  /** By user. */
  readonly walletMicroUsd: Map<string, number>;
  readonly periodMicroUsd: Map<string, number>;
  projectMicroUsd: number;
  /** Commands that leave an audit entry each. */
  commands: number;
  /** Of whatever kind. */
  count: number;
  denied: number;
  /** Requests that were sent again because nobody, or only a fault, had answered. */
  repeated: number;
};

export function nothingYet(): Acknowledged {
  return {
    turns: new Map(),
    walletMicroUsd: new Map(),
    periodMicroUsd: new Map(),
    projectMicroUsd: 0,
    commands: 0,
    count: 0,
    denied: 0,
    repeated: 0,
  };
}

export function addTo(sums: Map<string, number>, userId: string, microUsd: number): void {
  sums.set(userId, (sums.get(userId) ?? 0) + microUsd);
}
