import type { AdmitItem, SettleItem } from '@purser/api/src/ports/turn-ledger.ts';
import { holdTtlMs, slotTtlMs } from '@purser/domain/turn/prepare-admission';
import { provider } from './ledger-world.ts';

/** Whose money a benchmark's turns spend: each user's own period, or the one project budget. */
export type Funding = 'own period' | 'one project';

const pricePicoUsd = 15_000_000n;
const costMicroUsd = 20_000n;

/** What the use case stores with a turn of a plan with four limits. */
function decisionOf(userId: number) {
  return {
    planId: 'pro',
    planSource: 'subscription',
    usedReplenishment: false,
    grantIds: [],
    limits: [
      ['requestsPerDay', '200'],
      ['tokensPerHour', '133333'],
      ['tokensPerDay', '333333'],
      ['maxConcurrent', '4'],
    ].map(([limit, allowed]) => ({
      limit,
      scope: '*',
      allowed,
      used: String(userId),
      held: '0',
      resetsAtMs: 1_790_000_000_000,
    })),
  };
}

export function admission(turnId: string, userId: number, funding: Funding): AdmitItem {
  const atMs = Date.now();
  return {
    op: 'admit',
    atMs,
    actor: 'key:bench',
    turnId,
    userId: BigInt(userId),
    bundleId: null,
    class: 'interactive',
    planId: 'pro',
    planSource: 'subscription',
    content: JSON.stringify([`user-${userId}`, '*', '2000', null, null, null]),
    epoch: '1',
    estimateTokens: 2_000n,
    planTokens: 2_000n,
    pricePicoUsd,
    safetyPercent: 115n,
    primary:
      funding === 'one project'
        ? { kind: 'project' }
        : { kind: 'period', periodKey: `period-${userId}` },
    askWallet: true,
    walletBeyondLimits: true,
    providers: [provider],
    providerHolds: [{ provider, scope: '*', microUsd: 30_000 }],
    decision: decisionOf(userId),
    metadata: undefined,
    expiresAtMs: atMs + holdTtlMs,
    slotExpiresAtMs: atMs + slotTtlMs,
    anchor: false,
  };
}

export function settlement(turnId: string, userId: number): SettleItem {
  const usage = { provider, model: 'claude-sonnet-4-5', inputTokens: 900, outputTokens: 433 };
  return {
    op: 'settle',
    atMs: Date.now(),
    actor: 'key:bench',
    turnId,
    userId: BigInt(userId),
    content: JSON.stringify(['usage', [Object.values(usage)]]),
    costMicroUsd,
    shares: [{ provider, amountMicroUsd: costMicroUsd }],
    tokenWindows: [
      { scope: '*', startMinute: 29_000_000, max: 133_333n },
      { scope: '*', startMinute: 28_999_000, max: 333_333n },
    ],
    outcome: 'ok',
    usage: [usage],
    flags: [],
    countedIn: { scopes: ['*'], windows: [] },
  };
}
