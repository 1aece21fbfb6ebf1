import { createHash } from 'node:crypto';
import type {
  AccountRef,
  HoldEnd,
  HoldPosting,
  LedgerPosting,
  Posting,
  PostingLeg,
  PostingResult,
} from '../../ports/ledger.ts';
import { accountId } from './account-id.ts';
import { PostingAccounts } from './posting-accounts.ts';
import type { PostingItem } from './posting-columns.ts';
import { postingId } from './posting-id.ts';
import { type AnswerRow, postingText, postingValues } from './posting-statement.ts';
import type { Tx } from './prisma.ts';
import type { ScopeKey } from './scope-key.ts';

/** Posts an admin command's legs through purser_post, inside that command's own transaction (rule L5). */
export function createLedgerPosting(tx: Tx, scope: ScopeKey): LedgerPosting {
  const call = async (encodeWith: (accounts: PostingAccounts) => readonly PostingItem[]) => {
    const accounts = new PostingAccounts();
    const values = postingValues({ scope, lane: null, items: encodeWith(accounts), accounts });
    return tx.$queryRawUnsafe<AnswerRow[]>(postingText, ...values);
  };
  return {
    async post(posting) {
      const [row] = await call((accounts) => [encode(posting, accounts)]);
      return resultOf(row);
    },
    async hold(posting) {
      const [row] = await call((accounts) => [encodeHold(posting, accounts)]);
      if (row?.status === 'short') return { status: 'short' };
      const [holdId] = row?.status === 'ok' ? (detail(row).transfer_ids ?? []) : [];
      if (holdId === undefined) throw unexpected(row, 'a hold');
      return { status: 'held', holdId };
    },
    async endHold(end) {
      const [first, rest] = await call((accounts) => encodeEnd(end, accounts));
      if (first?.status !== 'ok') throw unexpected(first, 'the end of a hold');
      // What was booked whole left nothing to free.
      if (rest !== undefined && rest.status !== 'ok' && rest.status !== 'hold_closed') {
        throw unexpected(rest, 'the end of a hold');
      }
    },
    async lock(accounts) {
      const ids = accounts.map(idOf);
      // As in purser_post: the epoch first, then accounts by id, the project's budget last, so that no two wait for
      // each other.
      await tx.$executeRaw`
        SELECT pg_advisory_xact_lock_shared(7301, ${scope.tenantId * 65_536 + scope.projectId}::integer)`;
      await tx.$executeRaw`
        SELECT id FROM account
         WHERE tenant_id = ${scope.tenantId}::integer AND project_id = ${scope.projectId}::integer
           AND id = ANY (${ids}::uuid[])
         ORDER BY id = purser_account_id('project', '', 0), id FOR NO KEY UPDATE`;
    },
    async close(account, at) {
      await tx.$executeRaw`
        UPDATE account SET closed_at = ${at}::timestamptz
         WHERE tenant_id = ${scope.tenantId}::integer AND project_id = ${scope.projectId}::integer
           AND id = ${idOf(account)}::uuid`;
    },
    async setOverdraft(account, overdraftMicroUsd) {
      await tx.$executeRaw`
        UPDATE account SET overdraft = ${overdraftMicroUsd}::bigint
         WHERE tenant_id = ${scope.tenantId}::integer AND project_id = ${scope.projectId}::integer
           AND id = ${idOf(account)}::uuid`;
    },
  };
}

function idOf({ kind, reference, shard }: AccountRef): string {
  return accountId(kind, reference, shard);
}

function encode(posting: Posting, accounts: PostingAccounts): PostingItem {
  return {
    ...encodeCommon(posting),
    op: 'post',
    key: posting.key,
    content: contentOf(posting.legs),
    legList: posting.legs.map((leg) => encodeLeg(leg, accounts)),
  };
}

function encodeCommon(posting: Omit<Posting, 'legs'>) {
  return {
    id: postingId(posting.effectiveAtMs),
    at: new Date(posting.effectiveAtMs).toISOString(),
    actor: posting.actor,
    reason: posting.reason,
    external_id: posting.externalId,
  };
}

function encodeLeg(
  { debit, credit, amountMicroUsd, kind }: PostingLeg,
  accounts: PostingAccounts,
): NonNullable<PostingItem['legList']>[number] {
  return {
    leg_debit: accounts.position(debit),
    leg_credit: accounts.position(credit),
    leg_amount: amountMicroUsd,
    leg_kind: kind,
  };
}

function encodeHold(posting: HoldPosting, accounts: PostingAccounts): PostingItem {
  return {
    ...encodeCommon(posting),
    op: 'hold',
    key: posting.key,
    content: contentOf([posting.leg]),
    at_expiry: 'never',
    legList: [encodeLeg(posting.leg, accounts)],
  };
}

/** What is booked first, then the rest is freed: two items of one call. */
function encodeEnd(end: HoldEnd, accounts: PostingAccounts): readonly PostingItem[] {
  const freed: PostingItem = {
    ...encodeCommon(end),
    op: 'end_hold',
    kind: end.kind,
    hold_id: end.holdId,
    hold_phase: 'void',
  };
  if (end.booked === null) return [freed];
  const settled: PostingItem = {
    ...encodeCommon(end),
    op: 'settle_hold',
    kind: end.kind,
    hold_id: end.holdId,
    key: end.key,
    content: contentOf([end.booked]),
    legList: [encodeLeg(end.booked, accounts)],
  };
  return [settled, freed];
}

/** What a key stands for: the same key with other legs is a conflict (rule L6). */
function contentOf(legs: readonly PostingLeg[]): string {
  const canonical = legs.map(({ debit, credit, amountMicroUsd, kind }) => [
    `${debit.kind}:${debit.reference}`,
    `${credit.kind}:${credit.reference}`,
    amountMicroUsd.toString(),
    kind,
  ]);
  return createHash('sha256').update(JSON.stringify(canonical)).digest('hex');
}

function resultOf(row: AnswerRow | undefined): PostingResult {
  switch (row?.status) {
    case 'ok':
      return { status: 'posted', transferIds: detail(row).transfer_ids ?? [] };
    case 'duplicate': {
      const { transfer_id: id } = detail(row);
      return { status: 'duplicate', transferIds: id === undefined ? [] : [id] };
    }
    case 'key_conflict':
      return { status: 'key_conflict' };
    default:
      throw unexpected(row, 'a posting');
  }
}

function unexpected(row: AnswerRow | undefined, asked: string): Error {
  return new Error(`purser_post answered ${row?.status ?? 'nothing'} to ${asked}.`);
}

/** What is posted answers its transfers' ids, a duplicate the first of its twin. */
type Detail = { readonly transfer_ids?: readonly string[]; readonly transfer_id?: string };

function detail(row: AnswerRow): Detail {
  return JSON.parse(row.detail ?? '{}') as Detail;
}
