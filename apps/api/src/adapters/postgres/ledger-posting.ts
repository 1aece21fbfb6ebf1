import { createHash } from 'node:crypto';
import type { AccountRef, LedgerPosting, Posting, PostingResult } from '../../ports/ledger.ts';
import { accountId } from './account-id.ts';
import { PostingAccounts } from './posting-accounts.ts';
import type { PostingItem } from './posting-columns.ts';
import { postingId } from './posting-id.ts';
import { type AnswerRow, postingText, postingValues } from './posting-statement.ts';
import type { Tx } from './prisma.ts';
import type { ScopeKey } from './scope-key.ts';

/** Posts an admin command's legs through purser_post, inside that command's own transaction (rule L5). */
export function createLedgerPosting(tx: Tx, scope: ScopeKey): LedgerPosting {
  return {
    async post(posting) {
      const accounts = new PostingAccounts();
      const item = encode(posting, accounts);
      const values = postingValues({ scope, lane: null, accounts, items: [item] });
      const [row] = await tx.$queryRawUnsafe<AnswerRow[]>(postingText, ...values);
      return resultOf(row);
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
    op: 'post',
    id: postingId(posting.effectiveAtMs),
    at: new Date(posting.effectiveAtMs).toISOString(),
    actor: posting.actor,
    reason: posting.reason,
    key: posting.key,
    content: contentOf(posting),
    external_id: posting.externalId,
    legList: posting.legs.map(({ debit, credit, amountMicroUsd, kind }) => ({
      leg_debit: accounts.position(debit),
      leg_credit: accounts.position(credit),
      leg_amount: amountMicroUsd,
      leg_kind: kind,
    })),
  };
}

/** What a key stands for: the same key with other legs is a conflict (rule L6). */
function contentOf({ legs }: Posting): string {
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
      throw new Error(`purser_post answered ${row?.status ?? 'nothing'} to a posting.`);
  }
}

/** What is posted answers its transfers' ids, a duplicate the first of its twin. */
type Detail = { readonly transfer_ids?: readonly string[]; readonly transfer_id?: string };

function detail(row: AnswerRow): Detail {
  return JSON.parse(row.detail ?? '{}') as Detail;
}
