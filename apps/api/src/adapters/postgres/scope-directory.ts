import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { Pool } from 'pg';
import type { ScopeDirectory } from '../../ports/scope-directory.ts';

type Row = {
  readonly tenant_id: number;
  readonly id: number;
  readonly uuid: string;
  readonly tenant_slug: string;
  readonly slug: string;
};

const byNames = `
  SELECT p.tenant_id, p.id, t.uuid::text AS uuid, t.slug AS tenant_slug, p.slug
  FROM tenant t JOIN project p ON p.tenant_id = t.id
  WHERE (t.slug = $1 OR t.uuid::text = lower($1)) AND p.slug = $2
  ORDER BY t.slug = $1 DESC LIMIT 1`;

/** A payment is the surest witness, a customer the least: one may have had several subscriptions. */
const byStripe = `
  SELECT p.tenant_id, p.id, t.uuid::text AS uuid, t.slug AS tenant_slug, p.slug
  FROM (
    SELECT tenant_id, project_id, 1 AS rank FROM stripe_payment WHERE id = $1
    UNION ALL SELECT tenant_id, project_id, 2 FROM stripe_payment WHERE charge_id = $2
    UNION ALL SELECT tenant_id, project_id, 3 FROM subscription WHERE stripe_subscription_id = $3
    UNION ALL SELECT tenant_id, project_id, 4 FROM stripe_customer WHERE customer_id = $4
  ) known
  JOIN project p ON p.tenant_id = known.tenant_id AND p.id = known.project_id
  JOIN tenant t ON t.id = p.tenant_id
  ORDER BY known.rank, p.tenant_id, p.id LIMIT 1`;

/** Tenants and projects as PostgreSQL knows them now. */
export function createScopeDirectory(pool: Pool): ScopeDirectory {
  return {
    async find({ tenant, project }) {
      const { rows } = await pool.query<Row>(byNames, [tenant, project]);
      return scopeOf(rows[0]);
    },
    async findByStripe({ paymentId, chargeId, stripeSubscriptionId, customerId }) {
      const named = [paymentId, chargeId, stripeSubscriptionId, customerId];
      if (named.every((name) => name === null)) return null;
      const { rows } = await pool.query<Row>(byStripe, named);
      return scopeOf(rows[0]);
    },
  };
}

function scopeOf(row: Row | undefined): ProjectScope | null {
  return row === undefined
    ? null
    : {
        tenantId: row.tenant_id,
        projectId: row.id,
        tenantUuid: row.uuid,
        tenantSlug: row.tenant_slug,
        projectSlug: row.slug,
      };
}
