import { accountId } from '@purser/api/src/adapters/postgres/account-id.ts';
import { postingId } from '@purser/api/src/adapters/postgres/posting-id.ts';
import type { AdmitItem } from '@purser/api/src/ports/turn-ledger.ts';
import { insertTransfers, lockAccounts, updateAccount } from './interactive-rows.ts';
import type { Transaction } from './transaction.ts';

/** Claims the turn's key, locks and reads the account, holds the money, and writes hold and turn. */
export async function admitInteractively(tx: Transaction, item: AdmitItem): Promise<void> {
  const id = postingId(item.atMs);
  const claimed = await tx.query(
    `INSERT INTO turn_key (tenant_id, project_id, external_id, turn_id) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING RETURNING turn_id`,
    [item.turnId, id],
  );
  if (claimed.length === 0) throw new Error('The turn exists.');
  const primary = primaryId(item);
  const account = (await lockAccounts(tx, [primary])).get(primary);
  if (account === undefined) throw new Error('There is no such account.');
  const amount = ceilDivide(item.planTokens * item.pricePicoUsd * item.safetyPercent, 100_000_000n);
  const available = account.credits_posted - account.debits_posted - account.debits_pending;
  if (account.overdraft !== null && available + account.overdraft < amount)
    throw new Error('Short.');
  const version = account.version + 1n;
  const at = new Date(item.atMs);
  const holdId = `${id.slice(0, 34)}01`;
  const unsettled = accountId('spend', 'unsettled');
  await updateAccount(
    tx,
    { ...account, debits_pending: account.debits_pending + amount, version },
    at,
  );
  await insertTransfers(tx, item.actor, [
    {
      id: holdId,
      phase: 'hold',
      debit: primary,
      credit: unsettled,
      amount,
      holdId: null,
      debitVersion: version,
      creditVersion: null,
      at,
      reason: 'admit',
      key: `turn:${item.turnId}:hold:1`,
      turnId: id,
    },
  ]);
  await tx.query(
    `INSERT INTO open_hold (tenant_id, project_id, id, debit_account_id, credit_account_id, remaining, at_expiry, expires_at,
       turn_id, owner_id) VALUES ($1, $2, $3, $4, $5, $6, 'release', $7, $8, $9)`,
    [holdId, primary, unsettled, amount, new Date(item.expiresAtMs), id, item.userId],
  );
  await insertTurn(tx, item, {
    id,
    primary,
    money: [{ source: item.primary?.kind, amount: Number(amount) }],
  });
}

async function insertTurn(
  tx: Transaction,
  item: AdmitItem,
  {
    id,
    primary,
    money,
  }: { readonly id: string; readonly primary: string; readonly money: unknown },
): Promise<void> {
  await tx.query(
    `INSERT INTO turn (tenant_id, project_id, id, external_id, user_id, class, state, plan_id, plan_source, content,
       estimate_tokens, held_tokens, price_pico_usd, primary_source, primary_account_id, had_wallet, wallet_beyond_limits,
       providers, provider_holds, decision, admitted_at, expires_at, slot_expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, 'admitted', $7, $8, $9, $10, $11, $12, $13, $14, false, $15, $16, $17, $18, $19, $20, $21)`,
    [
      id,
      item.turnId,
      item.userId,
      item.class,
      item.planId,
      item.planSource,
      item.content,
      item.estimateTokens,
      item.planTokens,
      item.pricePicoUsd,
      item.primary?.kind,
      primary,
      item.walletBeyondLimits,
      item.providers,
      JSON.stringify(item.providerHolds),
      JSON.stringify({ ...(item.decision as object), money }),
      new Date(item.atMs),
      new Date(item.expiresAtMs),
      new Date(item.slotExpiresAtMs),
    ],
  );
}

function primaryId({ primary }: AdmitItem): string {
  return primary?.kind === 'period'
    ? accountId('period', primary.periodKey)
    : accountId('project', '');
}

export function ceilDivide(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor;
}
