import type { Prisma } from '@purser/prisma/client';
import type { IdempotencyKey, IdempotencyStore } from '../../ports/idempotency-store.ts';
import { tryLockName } from './advisory-lock.ts';
import type { Tx } from './prisma.ts';
import type { ScopeKey } from './scope-key.ts';

/** Answers are kept for seven days (rule A4). */
const keptForMs = 7 * 24 * 60 * 60 * 1000;

type StoredAnswer = { readonly request_hash: string; readonly answer: unknown };

/**
 * Answers by key. A claim is an advisory lock, so that a second request with the key learns at once
 * that the first still runs, and a crash leaves no claim behind.
 */
export function createIdempotencyStore(tx: Tx, scope: ScopeKey): IdempotencyStore {
  const { tenantId, projectId } = scope;
  return {
    async claim(id, requestHash) {
      const free = await tryLockName(tx, scope, 'idempotency', id.caller, id.operation, id.key);
      if (!free) return { status: 'in_progress' };
      const [stored] = await tx.$queryRaw<StoredAnswer[]>`
        SELECT request_hash, answer FROM idempotency_record
         WHERE tenant_id = ${tenantId} AND project_id = ${projectId} AND caller = ${id.caller}
           AND operation = ${id.operation} AND key = ${id.key}
           AND expires_at > purser_now(${tenantId}::int, ${projectId}::int)`;
      if (stored === undefined) return { status: 'new' };
      if (stored.request_hash !== requestHash) return { status: 'mismatch' };
      return { status: 'replay', answer: stored.answer };
    },
    async complete(id, requestHash, answer, nowMs) {
      const data = {
        requestHash,
        answer: answer as Prisma.InputJsonValue,
        createdAt: new Date(nowMs),
        expiresAt: new Date(nowMs + keptForMs),
      };
      await tx.idempotencyRecord.upsert({
        where: recordKey(scope, id),
        create: { ...scope, ...id, ...data },
        update: data,
      });
    },
  };
}

function recordKey(scope: ScopeKey, id: IdempotencyKey) {
  return { tenantId_projectId_caller_operation_key: { ...scope, ...id } };
}
