import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { BatchNeeds, LoadedBatch } from '../../../ports/quota-books.ts';
import { postingId } from '../posting-id.ts';
import type { SqlRunner } from '../sql-runner.ts';
import { answersSql, reportsSql, revisionSql } from './book-queries.ts';
import { admitInstance } from './data-plane-instance.ts';
import { loadBooks } from './load-books.ts';
import { loadTenants } from './load-tenants.ts';
import { locksSql, scopesSql } from './tenant-queries.ts';

type AnswerRow = {
  readonly requestId: string;
  readonly requestHash: string;
  readonly answer: unknown;
  readonly state: NonNullable<NonNullable<Answer>['lease']>['state'] | null;
  readonly expiresAt: Date | null;
};
type Answer = LoadedBatch['answers'] extends ReadonlyMap<string, infer Value> ? Value : never;
type Claim = LoadedBatch['reports'] extends ReadonlyMap<string, infer Value> ? Value : never;

/** A batch as of one instant under the locks of all its tenants, in a number of statements that its size does not change. */
export async function loadBatch(run: SqlRunner, needs: BatchNeeds): Promise<LoadedBatch> {
  const uuids = [...new Set(needs.places.map(({ tenantId }) => tenantId))];
  const scopes = await run<ProjectScope>(scopesSql, [uuids, needs.dataplaneId === null]);
  const names = scopes.map(({ tenantId, projectId }) =>
    JSON.stringify([tenantId, projectId, 'quota']),
  );
  await run(locksSql, [names]);
  const tenants = await loadTenants(run, scopes, needs);
  const [policy] = await run<{ readonly revision: bigint }>(revisionSql, []);
  if (policy === undefined) throw new Error('The policy snapshot has no revision.');
  return {
    instance: await admitInstance(run, needs),
    policyRevision: policy.revision,
    tenants: new Map(tenants.map(({ loaded }) => [loaded.scope.tenantUuid, loaded])),
    books: await loadBooks(run, tenants, needs),
    answers: await answersOf(run, needs),
    reports: await claimsOf(run, needs),
    newHoldId: (atMs) => `${postingId(atMs).slice(0, -2)}01`,
  };
}

async function answersOf(run: SqlRunner, { dataplaneId, requestIds }: BatchNeeds) {
  const rows =
    requestIds.length === 0 ? [] : await run<AnswerRow>(answersSql, [dataplaneId, requestIds]);
  return new Map<string, Answer>(
    rows.map(({ requestId, requestHash, answer, state, expiresAt }) => [
      requestId,
      {
        requestHash,
        answer,
        lease:
          state === null || expiresAt === null ? null : { state, expiresAtMs: expiresAt.getTime() },
      },
    ]),
  );
}

async function claimsOf(run: SqlRunner, { dataplaneId, reportIds }: BatchNeeds) {
  const rows =
    reportIds.length === 0
      ? []
      : await run<Claim & { readonly reportId: string }>(reportsSql, [dataplaneId, reportIds]);
  return new Map<string, Claim>(rows.map(({ reportId, ...claim }) => [reportId, claim]));
}
