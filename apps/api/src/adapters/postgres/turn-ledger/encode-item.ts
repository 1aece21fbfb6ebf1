import type { AdmitItem, SettleItem, TurnItem } from '../../../ports/turn-ledger.ts';
import { textArray } from '../array-literal.ts';
import type { PostingAccounts } from '../posting-accounts.ts';
import type { PostingItem } from '../posting-columns.ts';
import { postingId } from '../posting-id.ts';

/** An item as purser_post takes it; what it only stores travels as JSON text. */
export function encodeItem(
  item: TurnItem,
  accounts: PostingAccounts,
  spendShard: number,
): PostingItem {
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

function admission(item: AdmitItem, accounts: PostingAccounts): PostingItem {
  return {
    turn_key: item.turnId,
    user_id: item.userId,
    bundle_id: item.bundleId,
    class: item.class,
    plan_id: item.planId,
    plan_source: item.planSource,
    content: item.content,
    epoch: item.epoch,
    estimate_tokens: item.estimateTokens,
    held_tokens: item.planTokens,
    price_pico: item.pricePicoUsd,
    factor_percent: item.safetyPercent,
    account: primaryPosition(item, accounts),
    primary_source: item.primary?.kind,
    ask_wallet: item.askWallet,
    wallet_beyond_limits: item.walletBeyondLimits,
    providers: textArray(item.providers),
    provider_holds: JSON.stringify(item.providerHolds),
    decision: untilMoney(item.decision),
    metadata: json(item.metadata),
    expires_at: new Date(item.expiresAtMs).toISOString(),
    slot_expires_at: new Date(item.slotExpiresAtMs).toISOString(),
    anchor: item.anchor,
  };
}

/** The decision's JSON up to the value of its last key: purser_post writes what money it held there. */
function untilMoney(decision: object): string {
  const open = JSON.stringify(decision).slice(0, -1);
  return open === '{' ? '{"money":' : `${open},"money":`;
}

function json(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value);
}

function primaryPosition({ primary, userId }: AdmitItem, accounts: PostingAccounts): number | null {
  if (primary === null) return null;
  return primary.kind === 'project'
    ? accounts.position({ kind: 'project', reference: '' })
    : accounts.position({ kind: 'period', reference: primary.periodKey, ownerId: userId });
}

function settlement(item: SettleItem, accounts: PostingAccounts, spendShard: number): PostingItem {
  return {
    turn_key: item.turnId,
    content: item.content,
    cost: item.costMicroUsd,
    legList: item.shares.map(({ provider, amountMicroUsd }) => ({
      leg_credit: accounts.position({ kind: 'spend', reference: provider, shard: spendShard }),
      leg_amount: amountMicroUsd,
      leg_kind: provider,
    })),
    windowList: item.tokenWindows.map(({ scope, startMinute, max }) => ({
      window_scope: scope,
      window_start: startMinute,
      window_max: max,
    })),
    outcome: item.outcome,
    usage: json(item.usage),
    flags: JSON.stringify(item.flags),
  };
}
