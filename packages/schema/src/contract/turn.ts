/** The turn surface after parsing: what an AI app asks and what it is told (docs/economics.md, rules T1–T9). */
export type AdmitTurn = {
  readonly turnId: string;
  readonly userId: string;
  readonly bundleId?: string | undefined;
  readonly estimateTokens?: bigint | undefined;
  readonly estimateMicroUsd?: bigint | undefined;
  readonly inputTokens?: bigint | undefined;
  readonly maxOutputTokens?: bigint | undefined;
  readonly providers?: readonly string[] | undefined;
  readonly role?: 'anonymous' | 'registered' | undefined;
  readonly class?: 'interactive' | 'batch' | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
};

export type UsageLine = {
  readonly provider: string;
  readonly model: string;
  readonly inputTokens: bigint;
  readonly outputTokens: bigint;
  readonly cacheReadTokens: bigint;
  readonly cacheWriteTokens: bigint;
  readonly units?: bigint | undefined;
  readonly kind?: string | undefined;
};

export type SettleTurn = {
  readonly turnId: string;
  readonly costMicroUsd?: bigint | undefined;
  readonly provider?: string | undefined;
  readonly usage?: readonly UsageLine[] | undefined;
  readonly outcome?: 'ok' | 'failed' | undefined;
};

export type LimitState = {
  readonly limit: string;
  readonly scope: string;
  readonly allowed: bigint;
  readonly used: bigint;
  readonly held: bigint;
  readonly remaining: bigint;
  readonly resetsAt: Date | null;
};

export type DenialReason = {
  readonly reason: string;
  readonly limit?: string | undefined;
  readonly scope?: string | undefined;
  readonly provider?: string | undefined;
  readonly window?: string | undefined;
  readonly allowed?: bigint | undefined;
  readonly used?: bigint | undefined;
  readonly held?: bigint | undefined;
  /** What a money reason had, and what it would have taken. */
  readonly availableMicroUsd?: bigint | undefined;
  readonly neededMicroUsd?: bigint | undefined;
  readonly retryAfterSeconds?: number | undefined;
  readonly wouldPassIf: string;
};

export type MoneyHold = {
  readonly source: 'period' | 'project' | 'wallet';
  readonly amountMicroUsd: bigint;
};

export type AdmitAnswer = {
  readonly decision: 'admitted' | 'denied';
  readonly decisionId: string;
  readonly turnId: string;
  readonly userId: string;
  readonly planId: string;
  readonly planSource: string;
  readonly usedReplenishment: boolean;
  readonly grantIds: readonly string[];
  readonly expiresAt: Date | null;
  readonly holds: {
    readonly requests: number;
    readonly tokens: bigint;
    readonly money: readonly MoneyHold[];
    readonly slot: string;
  } | null;
  readonly limits: readonly LimitState[];
  readonly denials: readonly DenialReason[];
  readonly retryAfterSeconds: number | null;
  /** For `turns:check`: how old the balances behind the answer are. */
  readonly moneyAsOf?: Date | undefined;
};

export type HeartbeatAnswer = { readonly turnId: string; readonly expiresAt: Date };

export type PaidPart = {
  readonly source: 'period' | 'project' | 'wallet';
  readonly amountMicroUsd: bigint;
  readonly tokens: bigint;
};

export type AbsorbedPart = {
  readonly reason: string;
  readonly amountMicroUsd: bigint;
  readonly tokens: bigint;
};

export type SettleAnswer = {
  readonly turnId: string;
  readonly state: 'settled';
  readonly costMicroUsd: bigint;
  readonly tokensCharged: bigint;
  readonly paidBy: readonly PaidPart[];
  readonly absorbed: readonly AbsorbedPart[];
  readonly transferIds: readonly string[];
  readonly settledAt: Date;
  readonly flags: readonly string[];
};

export type ReleaseAnswer = { readonly turnId: string; readonly state: 'released' };

/** Why a turn operation could not be carried out; statuses are a total table at each surface. */
export const turnRejectionCodes = [
  'unknown_turn',
  'turn_closed',
  'turn_expired',
  'content_mismatch',
  'in_progress',
  'not_ready',
  'invalid_value',
] as const;

export type TurnRejection = {
  readonly code: (typeof turnRejectionCodes)[number];
  readonly message: string;
  readonly field?: string | undefined;
};

export type TurnOutcome<Answer> =
  | { readonly ok: true; readonly value: Answer; readonly replayed?: boolean }
  | { readonly ok: false; readonly rejection: TurnRejection };

export type TurnOperation =
  | ({ readonly op: 'admit' } & AdmitTurn)
  | { readonly op: 'heartbeat'; readonly turnId: string }
  | ({ readonly op: 'settle' } & SettleTurn)
  | { readonly op: 'release'; readonly turnId: string };

/** Up to 500 operations; those of one turn run in the order given, there is no transaction across them. */
export type TurnBatch = { readonly operations: readonly TurnOperation[] };

export type TurnBatchAnswer = {
  readonly items: readonly TurnOutcome<
    AdmitAnswer | HeartbeatAnswer | SettleAnswer | ReleaseAnswer
  >[];
};
