import { accountId } from '@purser/api/src/adapters/postgres/account-id.ts';
import { postingId } from '@purser/api/src/adapters/postgres/posting-id.ts';
import type { SettleItem } from '@purser/api/src/ports/turn-ledger.ts';
import { ceilDivide } from './interactive-admit.ts';
import { insertTransfers, lockAccounts, updateAccount } from './interactive-rows.ts';
import type { Transaction } from './transaction.ts';

type TurnRow = {
  readonly id: string;
  readonly user_id: bigint;
  readonly state: string;
  readonly price_pico_usd: bigint;
  readonly primary_account_id: string;
  readonly primary_source: string;
};
type HoldRow = {
  readonly id: string;
  readonly credit_account_id: string;
  readonly remaining: bigint;
};
type HeadRow = { readonly version: bigint; readonly requests: bigint; readonly tokens: bigint };

/** Locks turn, usage and accounts in the product's order, books the cost out of the hold, and frees its rest. */
export async function settleInteractively(tx: Transaction, item: SettleItem): Promise<void> {
  const [turn] = await tx.query<TurnRow>(
    `SELECT t.id, t.user_id, t.state, t.price_pico_usd, t.primary_account_id, t.primary_source FROM turn t
       JOIN turn_key k ON k.tenant_id = t.tenant_id AND k.project_id = t.project_id AND k.turn_id = t.id
      WHERE k.tenant_id = $1 AND k.project_id = $2 AND k.external_id = $3 FOR UPDATE OF t`,
    [item.turnId],
  );
  if (turn?.state !== 'admitted') throw new Error('There is no such turn.');
  const head = await lockHead(tx, turn.user_id);
  const [hold] = await tx.query<HoldRow>(
    'SELECT id, credit_account_id, remaining FROM open_hold WHERE tenant_id = $1 AND project_id = $2 AND turn_id = $3',
    [turn.id],
  );
  if (hold === undefined) throw new Error('The turn holds nothing.');
  const transferIds = await moveMoney(tx, item, turn, hold);
  const tokens = ceilDivide(item.costMicroUsd * 1_000_000n, turn.price_pico_usd);
  await closeTurn(tx, item, { turn, tokens, transferIds });
  await countUsage(tx, item, { userId: turn.user_id, head, tokens });
}

async function moveMoney(
  tx: Transaction,
  item: SettleItem,
  turn: TurnRow,
  hold: HoldRow,
): Promise<readonly string[]> {
  const spend = accountId('spend', item.shares[0]?.provider ?? '', tx.spendShard);
  const accounts = await lockAccounts(tx, [turn.primary_account_id, spend]);
  const payer = accounts.get(turn.primary_account_id);
  const payee = accounts.get(spend);
  if (payer === undefined || payee === undefined) throw new Error('There is no such account.');
  const cost = item.costMicroUsd;
  const at = new Date(item.atMs);
  const id = postingId(item.atMs);
  await updateAccount(
    tx,
    {
      ...payer,
      debits_posted: payer.debits_posted + cost,
      debits_pending: payer.debits_pending - hold.remaining,
      version: payer.version + 2n,
    },
    at,
  );
  await updateAccount(
    tx,
    { ...payee, credits_posted: payee.credits_posted + cost, version: payee.version + 1n },
    at,
  );
  const common = { debit: payer.id, holdId: hold.id, at, turnId: turn.id };
  const settled = `${id.slice(0, 34)}01`;
  await insertTransfers(tx, item.actor, [
    {
      ...common,
      id: settled,
      phase: 'settle',
      credit: spend,
      amount: cost,
      debitVersion: payer.version + 1n,
      creditVersion: payee.version + 1n,
      reason: 'settle',
      key: `turn:${item.turnId}:settle:1`,
    },
    {
      ...common,
      id: `${id.slice(0, 34)}02`,
      phase: 'void',
      credit: hold.credit_account_id,
      amount: hold.remaining - cost,
      debitVersion: payer.version + 2n,
      creditVersion: null,
      reason: 'settle',
      key: `turn:${item.turnId}:settle:2`,
    },
  ]);
  await tx.query('DELETE FROM open_hold WHERE tenant_id = $1 AND project_id = $2 AND id = $3', [
    hold.id,
  ]);
  return [settled];
}

async function closeTurn(
  tx: Transaction,
  item: SettleItem,
  {
    turn,
    tokens,
    transferIds,
  }: {
    readonly turn: TurnRow;
    readonly tokens: bigint;
    readonly transferIds: readonly string[];
  },
): Promise<void> {
  const part = {
    source: turn.primary_source,
    account: turn.primary_account_id,
    amount: Number(item.costMicroUsd),
    tokens: Number(tokens),
    reason: 'settle',
  };
  await tx.query(
    `UPDATE turn SET state = 'settled', closed_at = $4, outcome = $5, cost_micro_usd = $6, tokens_charged = $7,
       settle_content = $8, usage = $9, result = $10 WHERE tenant_id = $1 AND project_id = $2 AND id = $3`,
    [
      turn.id,
      new Date(item.atMs),
      item.outcome,
      item.costMicroUsd,
      tokens,
      item.content,
      JSON.stringify(item.usage),
      JSON.stringify({
        paid_by: [part],
        absorbed: [],
        transfer_ids: transferIds,
        flags: item.flags,
      }),
    ],
  );
}

async function lockHead(tx: Transaction, userId: bigint): Promise<HeadRow> {
  const [head] = await tx.query<HeadRow>(
    `SELECT version, requests, tokens FROM usage_head
      WHERE tenant_id = $1 AND project_id = $2 AND user_id = $3 AND scope = '*' FOR UPDATE`,
    [userId],
  );
  if (head === undefined) throw new Error('The user was never seen.');
  return head;
}

async function countUsage(
  tx: Transaction,
  item: SettleItem,
  {
    userId,
    head,
    tokens,
  }: { readonly userId: bigint; readonly head: HeadRow; readonly tokens: bigint },
): Promise<void> {
  const minute = Math.floor(item.atMs / 60_000);
  const used = [head.requests + 1n, head.tokens + tokens];
  await tx.query(
    `UPDATE usage_head SET version = $4, requests = $5, tokens = $6, last_minute = $7
      WHERE tenant_id = $1 AND project_id = $2 AND user_id = $3 AND scope = '*'`,
    [userId, head.version + 1n, ...used, minute],
  );
  await tx.query(
    `INSERT INTO usage_minute (tenant_id, project_id, user_id, scope, minute, requests, tokens)
     VALUES ($1, $2, $3, '*', $4, $5, $6)
     ON CONFLICT (tenant_id, project_id, user_id, scope, minute) DO UPDATE
       SET requests = excluded.requests, tokens = excluded.tokens`,
    [userId, minute, ...used],
  );
  await tx.query(
    `INSERT INTO provider_spend AS p (tenant_id, project_id, provider, bundle_id, hour, shard, micro_usd, turns)
     VALUES ($1, $2, $3, '', $4, $5, $6, 1)
     ON CONFLICT (tenant_id, project_id, hour, provider, bundle_id, shard) DO UPDATE
       SET micro_usd = p.micro_usd + excluded.micro_usd, turns = p.turns + 1`,
    [item.shares[0]?.provider, Math.floor(minute / 60), tx.spendShard, item.costMicroUsd],
  );
}
