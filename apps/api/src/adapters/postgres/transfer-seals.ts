import type { CounterScope } from '@purser/domain/quota/counter-types';
import type { Pool } from 'pg';
import type { ChainLink } from '../../ports/audit-chain.ts';
import type {
  SealOptions,
  SealReport,
  StoredSeal,
  TransferSeals,
} from '../../ports/transfer-seals.ts';
import { inSnapshot, inTransaction } from './in-transaction.ts';
import type { SqlRunner } from './sql-runner.ts';
import { firstIdAt, instantOfId } from './time-id.ts';

/** Whoever has it seals the project's transfers. */
const sealLock = 7304;
/** The hash of a transfer has so many bytes. */
const leafBytes = 32;
/** Seals read at a time when all are walked: at most so many times their limit of hashes are in memory. */
const sealsPerPage = 20;
/** So many accounts are looked at for one seal. */
const accountsMax = 5_000;
/**
 * How far back from the last sealed transfer accounts are looked for: ids carry the instant at which they
 * were drawn, and a posting that waited is committed behind younger ones.
 */
const lookBackMs = 15_000;

type LastSeal = ChainLink & { readonly last_id: string };
type Range = {
  readonly account_id: string;
  readonly from_version: bigint;
  readonly to_version: bigint;
  /** Whether the account has versions beyond. */
  readonly cut: boolean;
};
const nothing: SealReport = { sealed: 0, isFull: false };
type Leaf = { readonly id: string; readonly leaf: Buffer };

export function createTransferSeals(pool: Pool): TransferSeals {
  return {
    seal: (scope, options, link) => inTransaction(pool, (run) => seal(run, scope, options, link)),
    walk: (scope, visit) => inSnapshot(pool, (run) => walk(run, scope, visit)),
  };
}

async function seal(
  run: SqlRunner,
  scope: CounterScope,
  { limit, thorough }: SealOptions,
  link: (last: ChainLink | null, leaves: readonly Buffer[]) => ChainLink,
): Promise<SealReport> {
  const place = [scope.tenantId, scope.projectId] as const;
  const [lock] = await run<{ taken: boolean }>(
    'SELECT pg_try_advisory_xact_lock($1::int, $2::int) AS taken',
    [sealLock, scope.tenantId * 65_536 + scope.projectId],
  );
  if (!lock?.taken) return nothing;
  const [last] = await run<LastSeal>(lastSql, place);
  const waiting = await findWaiting(run, place, { limit, last: thorough ? undefined : last });
  const ranges = firstOf(waiting, limit);
  if (ranges.length === 0) return nothing;
  const columns = [
    ranges.map(({ account_id }) => account_id),
    ranges.map(({ from_version }) => from_version),
    ranges.map(({ to_version }) => to_version),
  ];
  const leaves = await run<Leaf>(leavesSql, [...place, ...columns]);
  const isFull =
    ranges.length < waiting.length ||
    waiting.length === accountsMax ||
    ranges.some(({ cut }) => cut);
  const lastId = seenUpTo(last, isFull ? undefined : leaves.at(-1));
  const { seq, hash } = link(
    last ?? null,
    leaves.map(({ leaf }) => leaf),
  );
  await run(storeSql, [...place, seq, hash, leaves.length, lastId, ...columns]);
  return { sealed: leaves.length, isFull };
}

/** Accounts that have something to seal: of those that moved since `last`, or of all where none is given. */
async function findWaiting(
  run: SqlRunner,
  place: readonly [number, number],
  { limit, last }: { readonly limit: number; readonly last: LastSeal | undefined },
): Promise<readonly Range[]> {
  const bounds = [...place, limit, accountsMax];
  if (last === undefined) {
    const waiting = await run<Range>(allSql, bounds);
    await run(byIndexSql, []);
    return waiting;
  }
  await run(byIndexSql, []);
  return run<Range>(recentSql, [...bounds, mark(last)]);
}

/** Below this id nothing is looked for again, but for what was committed late. */
function seenUpTo(last: LastSeal | undefined, newest: Leaf | undefined): string {
  const before = last?.last_id ?? firstIdAt(new Date(0));
  return newest === undefined || newest.id < before ? before : newest.id;
}

function mark({ last_id }: LastSeal): string {
  return firstIdAt(new Date(instantOfId(last_id) - lookBackMs));
}

/** As many ranges as hold `limit` versions together; at least one. */
function firstOf(ranges: readonly Range[], limit: number): readonly Range[] {
  let versions = 0n;
  const end = ranges.findIndex(({ from_version, to_version }) => {
    versions += to_version - from_version;
    return versions > limit;
  });
  return end === -1 ? ranges : ranges.slice(0, Math.max(end, 1));
}

async function walk(
  run: SqlRunner,
  scope: CounterScope,
  visit: (seals: readonly StoredSeal[]) => void,
) {
  const place = [scope.tenantId, scope.projectId] as const;
  const [open] = await run<{ waiting: number; stray: number }>(openSql, place);
  const displaced = await run<{ seq: bigint }>(displacedSql, place);
  await run(byIndexSql, []);
  for (let seq = 0n; ; ) {
    const rows = await run<ChainLink & { leaves: Buffer }>(sealsSql, [...place, seq, sealsPerPage]);
    visit(rows.map(({ leaves, ...link }) => ({ ...link, leaves: split(leaves) })));
    const last = rows.at(-1);
    if (last === undefined || rows.length < sealsPerPage) break;
    seq = last.seq;
  }
  return { waiting: 0, stray: 0, ...open, displaced: displaced.map(({ seq }) => seq) };
}

function split(leaves: Buffer): readonly Buffer[] {
  return Array.from({ length: leaves.length / leafBytes }, (_, at) =>
    leaves.subarray(at * leafBytes, (at + 1) * leafBytes),
  );
}

/** Whatever is believed of the tables' sizes: a few transfers are found through their accounts' index. */
const byIndexSql = `
SELECT set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
       set_config('enable_mergejoin', 'off', true)`;

/** A transfer as it is sealed: everything it says. The zero byte tells a leaf from a pair. */
const leaf = `sha256('\\x00'::bytea || convert_to(json_build_array('purser-transfer-1', t.tenant_id, t.project_id, t.id, t.phase,
    t.kind, t.debit_account_id, t.credit_account_id, t.amount, t.hold_id, t.debit_version, t.credit_version,
    (extract(epoch FROM t.effective_at) * 1000000)::bigint, (extract(epoch FROM t.recorded_at) * 1000000)::bigint,
    t.actor, t.reason, t.idempotency_key, t.turn_id, t.external_id, t.corrects_id)::text, 'UTF8'))`;

const lastSql = `
SELECT seq, encode(hash, 'hex') AS hash, last_id FROM transfer_seal
 WHERE tenant_id = $1 AND project_id = $2 ORDER BY seq DESC LIMIT 1`;

/** Of an account up to $3 versions at a time. */
const rangeColumns = `m.id AS account_id, m.sealed AS from_version, least(m.version, m.sealed + $3::bigint) AS to_version,
  m.version > m.sealed + $3::bigint AS cut`;

/** Accounts that only ever receive have nothing to seal: a transfer is sealed with the account it debits. */
const hasDebits = `EXISTS (SELECT 1 FROM transfer t WHERE t.tenant_id = $1 AND t.project_id = $2
   AND t.debit_account_id = m.id AND t.debit_version > m.sealed)`;

/** Accounts debited since $5. What is sealed of each is looked up once, and not for each of its transfers (OFFSET 0). */
const recentSql = `
SELECT ${rangeColumns}
  FROM (SELECT a.id, a.version, coalesce((SELECT max(p.to_version) FROM transfer_seal_part p
           WHERE p.tenant_id = $1 AND p.project_id = $2 AND p.account_id = a.id), 0) AS sealed
          FROM (SELECT DISTINCT t.debit_account_id AS id FROM transfer t
                 WHERE t.tenant_id = $1 AND t.project_id = $2 AND t.id > $5::uuid) d
          JOIN account a ON a.tenant_id = $1 AND a.project_id = $2 AND a.id = d.id OFFSET 0) m
 WHERE m.version > m.sealed AND ${hasDebits}
 ORDER BY m.id LIMIT $4`;

const allSql = `
SELECT ${rangeColumns}
  FROM (SELECT a.id, a.version, coalesce(p.sealed, 0) AS sealed FROM account a
          LEFT JOIN (SELECT account_id, max(to_version) AS sealed FROM transfer_seal_part
                      WHERE tenant_id = $1 AND project_id = $2 GROUP BY account_id) p ON p.account_id = a.id
         WHERE a.tenant_id = $1 AND a.project_id = $2 OFFSET 0) m
 WHERE m.version > m.sealed AND ${hasDebits}
 ORDER BY m.id LIMIT $4`;

const inRange = `t.tenant_id = $1 AND t.project_id = $2 AND t.debit_account_id = r.account_id
   AND t.debit_version > r.from_version AND t.debit_version <= r.to_version`;

const leavesSql = `
SELECT t.id, ${leaf} AS leaf
  FROM unnest($3::uuid[], $4::bigint[], $5::bigint[]) AS r(account_id, from_version, to_version)
  JOIN transfer t ON ${inRange}
 ORDER BY t.id`;

const storeSql = `
WITH sealed AS (
  INSERT INTO transfer_seal (tenant_id, project_id, seq, hash, transfers, last_id, sealed_at)
  VALUES ($1::int, $2::int, $3, decode($4, 'hex'), $5, $6, purser_now($1::int, $2::int))
)
INSERT INTO transfer_seal_part (tenant_id, project_id, seq, account_id, from_version, to_version)
SELECT $1::int, $2::int, $3::bigint, r.account_id, r.from_version, r.to_version
  FROM unnest($7::uuid[], $8::bigint[], $9::bigint[]) AS r(account_id, from_version, to_version)`;

const sealsSql = `
SELECT s.seq, encode(s.hash, 'hex') AS hash, coalesce((SELECT string_agg(${leaf}, ''::bytea ORDER BY t.id)
    FROM transfer_seal_part r JOIN transfer t ON ${inRange}
   WHERE r.tenant_id = $1 AND r.project_id = $2 AND r.seq = s.seq), '') AS leaves
  FROM transfer_seal s WHERE s.tenant_id = $1 AND s.project_id = $2 AND s.seq > $3 ORDER BY s.seq LIMIT $4`;

const openSql = `
SELECT count(*) FILTER (WHERE t.debit_version > coalesce(p.sealed, 0))::int AS waiting,
       count(*) FILTER (WHERE t.debit_version < 1)::int AS stray
  FROM transfer t
  LEFT JOIN (SELECT account_id, max(to_version) AS sealed FROM transfer_seal_part
              WHERE tenant_id = $1 AND project_id = $2 GROUP BY account_id) p ON p.account_id = t.debit_account_id
 WHERE t.tenant_id = $1 AND t.project_id = $2`;

const displacedSql = `
SELECT DISTINCT d.seq FROM (
  SELECT p.seq, p.from_version,
         lag(p.to_version, 1, 0::bigint) OVER (PARTITION BY p.account_id ORDER BY p.seq) AS before
    FROM transfer_seal_part p WHERE p.tenant_id = $1 AND p.project_id = $2) d
 WHERE d.before <> d.from_version ORDER BY d.seq LIMIT 100`;
