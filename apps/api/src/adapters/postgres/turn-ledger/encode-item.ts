import type { AdmitItem, SettleItem, TurnItem } from '../../../ports/turn-ledger.ts';
import type { PostingAccounts } from '../posting-accounts.ts';
import { postingId } from '../posting-id.ts';

type Encoded = Readonly<Record<string, unknown>>;

/** An item in the form of purser_post's posting_item; 64-bit integers travel as text. */
export function encodeItem(item: TurnItem, accounts: PostingAccounts, spendShard: number): Encoded {
  const base = {
    op: item.op,
    id: postingId(item.atMs),
    at: new Date(item.atMs).toISOString(),
    actor: item.actor,
  };
  switch (item.op) {
    case 'admit':
      return { ...base, ...admission(item, accounts) };
    case 'settle':
      return { ...base, ...settlement(item, accounts, spendShard) };
    case 'release':
      return { ...base, turn_key: item.turnId };
    case 'expire':
      return { ...base, turn_id: item.id };
    case 'heartbeat':
      return {
        ...base,
        turn_key: item.turnId,
        expires_at: new Date(item.expiresAtMs).toISOString(),
        slot_expires_at: new Date(item.slotExpiresAtMs).toISOString(),
      };
  }
}

function admission(item: AdmitItem, accounts: PostingAccounts): Encoded {
  return {
    turn_key: item.turnId,
    user_id: item.userId.toString(),
    bundle_id: item.bundleId,
    class: item.class,
    plan_id: item.planId,
    plan_source: item.planSource,
    content: item.content,
    epoch: item.epoch,
    estimate_tokens: item.estimateTokens.toString(),
    held_tokens: item.planTokens.toString(),
    price_pico: item.pricePicoUsd.toString(),
    factor_percent: Number(item.safetyPercent),
    primary: primaryPosition(item, accounts),
    primary_source: item.primary?.kind ?? null,
    ask_wallet: item.askWallet,
    wallet_beyond_limits: item.walletBeyondLimits,
    providers: item.providers,
    provider_holds: item.providerHolds,
    decision: item.decision,
    metadata: item.metadata ?? null,
    expires_at: new Date(item.expiresAtMs).toISOString(),
    slot_expires_at: new Date(item.slotExpiresAtMs).toISOString(),
    anchor: item.anchor,
  };
}

function primaryPosition({ primary, userId }: AdmitItem, accounts: PostingAccounts): number | null {
  if (primary === null) return null;
  return primary.kind === 'project'
    ? accounts.position({ kind: 'project', reference: '' })
    : accounts.position({ kind: 'period', reference: primary.periodKey, ownerId: userId });
}

function settlement(item: SettleItem, accounts: PostingAccounts, spendShard: number): Encoded {
  return {
    turn_key: item.turnId,
    content: item.content,
    cost: item.costMicroUsd.toString(),
    // What nobody can pay is the project's: its account is always at hand.
    project: accounts.position({ kind: 'project', reference: '' }),
    share: item.shares.map(({ provider }) =>
      accounts.position({ kind: 'spend', reference: provider, shard: spendShard }),
    ),
    share_amount: item.shares.map(({ amountMicroUsd }) => amountMicroUsd.toString()),
    share_provider: item.shares.map(({ provider }) => provider),
    windows: item.tokenWindows.map(({ scope, startMinute, max }) => ({
      scope,
      start: startMinute,
      max: max.toString(),
    })),
    outcome: item.outcome,
    usage: item.usage ?? null,
    flags: item.flags,
  };
}
