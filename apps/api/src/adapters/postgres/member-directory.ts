import type { Pool } from 'pg';
import type { MemberDirectory } from '../../ports/people.ts';

/**
 * The issuer of a row that invites whoever proves an e-mail address; its subject is the address in
 * lower case.
 */
export const invitedIssuer = 'invited';

type Row = { readonly tenant_id: number | null; readonly role: string };

const byPerson = `
  SELECT tenant_id, role FROM member
  WHERE (issuer = $1 AND subject = $2) OR (issuer = '${invitedIssuer}' AND subject = $3)`;

/** Roles that were given here: to a known person, or by invitation to an address they have verified. */
export function createMemberDirectory(pool: Pool): MemberDirectory {
  return {
    async rolesOf({ issuer, subject, email, emailVerified }) {
      if (issuer === invitedIssuer) return [];
      const address = emailVerified && email ? email.toLowerCase() : null;
      const { rows } = await pool.query<Row>(byPerson, [issuer, subject, address]);
      return rows.map(({ tenant_id, role }) => ({ tenantId: tenant_id, role }));
    },
  };
}
