import type { QuotaMovement } from '@purser/domain/lease/quota-movement';
import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { PostedBy } from '../../../ports/quota-store.ts';
import { PostingAccounts } from '../posting-accounts.ts';
import { type Column, columnTypes } from '../posting-columns.ts';
import { columnLiterals } from '../posting-literals.ts';
import type { SqlRunner } from '../sql-runner.ts';
import { postingItem } from './posting-items.ts';

export type PlacedMovements = {
  readonly scope: ProjectScope;
  readonly periodId: string;
  readonly movements: readonly QuotaMovement[];
  readonly by: PostedBy;
};

const columns = Object.keys(columnTypes) as readonly Column[];
const lists = columns.map((_column, index) => `$${index + 3}::text[]`).join(', ');
const parameters = columns.map((name) => `p_${name} => k.${name}_list::${columnTypes[name]}`);

/** One statement for all tenants: purser_post once for each, in the order of the locks. */
const postSql = `
  SELECT p.status
    FROM unnest($1::int[], $2::int[], ${lists})
         AS k (tenant_id, project_id, ${columns.map((name) => `${name}_list`).join(', ')})
   CROSS JOIN LATERAL purser_post(p_tenant => k.tenant_id, p_project => k.project_id, p_lane => NULL, p_told => 0,
         p_lock_first => true, ${parameters.join(', ')}) p`;

/**
 * Posts the movements of many tenants. What they ask was decided under the tenants' locks, so that any
 * other answer than yes is a fault.
 */
export async function postMovements(
  run: SqlRunner,
  placed: readonly PlacedMovements[],
): Promise<void> {
  for (let left = placed; left.length > 0; ) {
    const rounds = left.map(({ movements, ...place }) => ({ place, ...splitRound(movements) }));
    const now = rounds.filter(({ round }) => round.length > 0);
    if (now.length > 0) {
      await postRound(
        run,
        now.map(({ place, round }) => ({ ...place, movements: round })),
      );
    }
    left = rounds.flatMap(({ place, rest }) =>
      rest.length === 0 ? [] : [{ ...place, movements: rest }],
    );
  }
}

/** purser_post settles holds that it finds: one made by the same batch is there for the next call only. */
function splitRound(movements: readonly QuotaMovement[]) {
  const made = new Set<string>();
  const end = movements.findIndex((movement) => {
    if (movement.op === 'hold') made.add(movement.holdId);
    return (movement.op === 'settle' || movement.op === 'end') && made.has(movement.holdId);
  });
  return end === -1
    ? { round: movements, rest: [] }
    : { round: movements.slice(0, end), rest: movements.slice(end) };
}

async function postRound(run: SqlRunner, placed: readonly PlacedMovements[]): Promise<void> {
  const literals = placed.map(({ periodId, by, movements }) => {
    const accounts = new PostingAccounts();
    const items = movements.map((movement) => postingItem(movement, { periodId, by, accounts }));
    return columnLiterals(accounts.rows, items);
  });
  const answers = await run<{ readonly status: string }>(postSql, [
    placed.map(({ scope }) => scope.tenantId),
    placed.map(({ scope }) => scope.projectId),
    ...columns.map((_column, index) => literals.map((literal) => literal[index] ?? null)),
  ]);
  const refused = answers.find(({ status }) => status !== 'ok');
  if (refused !== undefined) throw new Error(`purser_post answered ${refused.status} to a quota.`);
}
