import { createAuditChain } from '../../src/adapters/postgres/audit-chain.ts';
import { brokenInvariants } from '../../src/testing/check-books.ts';
import { verifyAudit } from '../../src/use-cases/audit/verify-audit.ts';
import type { Acknowledged } from './acknowledged.ts';
import type { Stage } from './stage.ts';
import { cappedTurnsMax } from './stories.ts';

/** Counters are asked about so many users at the end. */
const usersAsked = 25;

/** What must hold at every instant, harmed or not: sentences about what does not. */
export async function wrongNow(stage: Stage): Promise<string[]> {
  const overCap = await stage.read<{ user_id: string }>(
    `SELECT user_id::text FROM turn WHERE bundle_id = 'capped' AND state IN ('admitted', 'settled')
      GROUP BY user_id HAVING count(*) > ${cappedTurnsMax}`,
  );
  return [
    ...(await brokenInvariants(stage.pool())),
    ...overCap.map((row) => `user ${row.user_id} was admitted beyond ${cappedTurnsMax} turns`),
  ];
}

/** What must hold once everybody was answered and the jobs have run: sentences about what does not. */
export async function wrongAtTheEnd(stage: Stage, told: Acknowledged): Promise<string[]> {
  return [
    ...(await wrongNow(stage)),
    ...(await wrongTurns(stage, told)),
    ...(await wrongMoney(stage, told)),
    ...(await leftovers(stage)),
    ...(await wrongCounters(stage)),
    ...(await wrongAudit(stage)),
  ];
}

type StoredTurn = { readonly id: string; readonly state: string; readonly cost: number | null };

/** Every acknowledged turn is there once, in the state and with the cost that was acknowledged. */
async function wrongTurns(stage: Stage, told: Acknowledged): Promise<string[]> {
  const rows = await stage.read<StoredTurn>(
    'SELECT external_id AS id, state, cost_micro_usd::float8 AS cost FROM turn',
  );
  const stored = new Map(rows.map((row) => [row.id, row]));
  const twice = rows.length === stored.size ? [] : ['a turn is stored twice'];
  const wrong = [...told.turns].flatMap(([turnId, turn]) => {
    const is = stored.get(turnId);
    // Who never came back was reaped by now.
    const state = turn.end === 'admitted' ? 'expired' : turn.end;
    const cost = turn.end === 'settled' ? turn.costMicroUsd : null;
    return is?.state === state && is.cost === cost
      ? []
      : [`${turnId} was acknowledged as ${JSON.stringify(turn)} and is ${JSON.stringify(is)}`];
  });
  const unknown = rows.filter(({ id }) => !told.turns.has(id)).map(({ id }) => `${id} is unknown`);
  return [...twice, ...wrong, ...unknown];
}

type Sum = { readonly who: string; readonly amount: number };

/** Money that was acknowledged is there once, and no other. */
async function wrongMoney(stage: Stage, told: Acknowledged): Promise<string[]> {
  const paidIn = (kind: string) =>
    stage.read<Sum>(
      `SELECT coalesce(u.external_id, '') AS who, sum(t.amount)::float8 AS amount FROM transfer t
         JOIN account f ON f.id = t.debit_account_id AND f.kind = 'funding'
         JOIN account a ON a.id = t.credit_account_id AND a.kind = '${kind}'
         LEFT JOIN app_user u ON u.id = a.owner_id GROUP BY 1`,
    );
  const wrong = (what: string, wanted: ReadonlyMap<string, number>, rows: readonly Sum[]) => {
    const found = new Map(rows.map(({ who, amount }) => [who, amount]));
    return [...new Set([...wanted.keys(), ...found.keys()])]
      .filter((who) => wanted.get(who) !== found.get(who))
      .map((who) => `${what} ${who}: acknowledged ${wanted.get(who)}, booked ${found.get(who)}`);
  };
  const project = new Map([['', told.projectMicroUsd]]);
  const [commands] = await stage.read<{ count: number }>(
    `SELECT count(*)::int FROM audit_entry
      WHERE action IN ('add-wallet-credits', 'top-up-project', 'create-subscription', 'top-up-subscription', 'cancel-subscription')`,
  );
  return [
    ...wrong('wallet of', told.walletMicroUsd, await paidIn('wallet')),
    ...wrong('period of', told.periodMicroUsd, await paidIn('period')),
    ...wrong('project', project, await paidIn('project')),
    ...(commands?.count === told.commands
      ? []
      : [`${told.commands} commands were acknowledged, ${commands?.count} are in the audit log`]),
  ];
}

/** Nothing is stuck: no hold, no live turn, nothing untold, no delivery half done. */
async function leftovers(stage: Stage): Promise<string[]> {
  const lefts = {
    'holds are open': 'SELECT 1 FROM open_hold',
    'turns are live': `SELECT 1 FROM turn WHERE state = 'admitted'`,
    'turn keys name no turn':
      'SELECT 1 FROM turn_key k WHERE NOT EXISTS (SELECT 1 FROM turn t WHERE t.id = k.turn_id)',
    'outside events are unprocessed': `SELECT 1 FROM external_event WHERE status = 'received'`,
  };
  const found: string[] = [];
  for (const [what, sql] of Object.entries(lefts)) {
    const rows = await stage.read(sql);
    if (rows.length > 0) found.push(`${rows.length} ${what}`);
  }
  return found;
}

type LimitState = {
  readonly limit: string;
  readonly scope: string;
  readonly used: number;
  readonly held: number;
};

/** The counters say what PostgreSQL knows, and hold nothing. */
async function wrongCounters(stage: Stage): Promise<string[]> {
  const rows = await stage.read<{ who: string; used: number }>(
    `SELECT u.external_id AS who, h.requests::int AS used FROM usage_head h JOIN app_user u ON u.id = h.user_id
      WHERE h.scope = 'capped' ORDER BY u.id LIMIT ${usersAsked}`,
  );
  const wrong: string[] = [];
  for (const { who, used } of rows) {
    const question = { turn_id: 'asked', user_id: who, bundle_id: 'capped', estimate_tokens: 1 };
    const answer = await stage.ask('/api/v1/turns:check', { body: question });
    const limits = (answer?.body.limits ?? []) as readonly LimitState[];
    const said = limits.find(
      ({ limit, scope }) => limit === 'total_requests' && scope === 'capped',
    );
    if (said?.used !== used || said.held !== 0) {
      wrong.push(`counters of ${who} say ${JSON.stringify(said ?? answer)}, used are ${used}`);
    }
  }
  return wrong;
}

async function wrongAudit(stage: Stage): Promise<string[]> {
  const chain = createAuditChain(stage.pool());
  const { brokenAtSeq } = await verifyAudit(chain, { tenantId: 1, projectId: 1 });
  return brokenAtSeq === null ? [] : [`the audit chain breaks at ${brokenAtSeq}`];
}
