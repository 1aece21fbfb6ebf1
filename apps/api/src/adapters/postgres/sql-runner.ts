import type { Pool } from 'pg';
import type { Tx } from './prisma.ts';

/**
 * Runs one statement with numbered parameters, so that a query can serve a command inside its
 * transaction and a reader outside of one. 64-bit integers arrive as bigint in both.
 */
export type SqlRunner = <Row>(text: string, values: readonly unknown[]) => Promise<readonly Row[]>;

export function poolRunner(pool: Pool): SqlRunner {
  return async <Row>(text: string, values: readonly unknown[]) => {
    const { rows } = await pool.query(text, [...values]);
    return rows as Row[];
  };
}

export function transactionRunner(tx: Tx): SqlRunner {
  return <Row>(text: string, values: readonly unknown[]) =>
    tx.$queryRawUnsafe<Row[]>(text, ...values);
}
