import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { invitedIssuer } from './member-directory.ts';

/**
 * Makes whoever proves an e-mail address a super-admin, in every tenant. Answers false when they already are. The instant
 * is real time: an invitation belongs to no project.
 */
export async function inviteSuperAdmin(pool: Pool, email: string): Promise<boolean> {
  const address = email.toLowerCase();
  const { rowCount } = await pool.query(
    `INSERT INTO member (id, issuer, subject, email, tenant_id, role, created_at)
     SELECT $1, $2, $3, $3, NULL, 'super-admin', purser_now(0, 0)
      WHERE NOT EXISTS (SELECT 1 FROM member
        WHERE issuer = $2 AND subject = $3 AND tenant_id IS NULL AND role = 'super-admin')`,
    [randomUUID(), invitedIssuer, address],
  );
  return rowCount === 1;
}
