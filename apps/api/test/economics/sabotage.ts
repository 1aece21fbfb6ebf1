import type { Pool } from 'pg';

/** What is put in the place of what, in the posting function of one scratch database. */
const faults = {
  /** The rest of a hold stays held on the account. */
  remainder: {
    right: 'acc_pending[a] := acc_pending[a] - hold_left[h]; acc_version[a]',
    wrong: 'acc_version[a]',
  },
  /** A settled turn settles again. */
  repetition: { right: `WHEN t_state[t] <> 'settled' THEN 'ok'`, wrong: `WHEN true THEN 'ok'` },
  /** Micro-dollars become dollars and come back. */
  float: {
    right: 'rest := p_cost[n]; c := ',
    wrong: 'rest := floor(p_cost[n]::float8 * 0.000001 * 1000000)::bigint; c := ',
  },
  /** The budget that a batch decided on without its lock is read again, but not locked. */
  lock: {
    right: 'ac.id = project FOR NO KEY UPDATE;\n    IF budget_need IS NOT NULL',
    // Two batches must read before either writes; without the wait that is rare.
    wrong: 'ac.id = project;\n    PERFORM pg_sleep(0.02);\n    IF budget_need IS NOT NULL',
  },
} as const;

export type Fault = keyof typeof faults;

/** Replaces the posting function by one with a fault; the product's own text is not touched. */
export async function sabotage(pool: Pool, fault: Fault): Promise<void> {
  const { rows } = await pool.query<{ text: string }>(
    `SELECT pg_get_functiondef(oid) AS text FROM pg_proc WHERE proname = 'purser_post'`,
  );
  const { right, wrong } = faults[fault];
  const text = rows[0]?.text ?? '';
  if (rows.length !== 1 || !text.includes(right))
    throw new Error(`There is no "${right}" to replace.`);
  await pool.query(text.replace(right, wrong));
}
