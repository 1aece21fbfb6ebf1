import type { ProjectScope } from '@purser/schema/contract/request-context';
import { type AdminWorld, openAdminWorld, worldNow } from '../../src/testing/admin-world.ts';

/** A database in which every run has a project of its own: far cheaper than a database for each. */
export type Stage = {
  readonly world: AdminWorld;
  /** What plans cost a month, in cents. */
  readonly plans: Readonly<Record<string, number>>;
  readonly newProject: () => Promise<{ readonly slug: string; readonly scope: ProjectScope }>;
  readonly setNow: (scope: ProjectScope, now: Date) => Promise<void>;
  readonly close: () => Promise<void>;
};

const plans = { basic: 1_000, pro: 3_000 };

export async function openStage(): Promise<Stage> {
  const world = await openAdminWorld();
  for (const [planId, cents] of Object.entries(plans)) {
    const monthlyPriceMicroUsd = BigInt(cents) * 10_000n;
    const plan = { planId, provider: 'stripe' as const, stripePriceId: `price_${planId}` };
    const made = await world.useCases.plan.upsert(world.ctx, { ...plan, monthlyPriceMicroUsd }, {});
    if (!made.ok) throw new Error(made.rejection.message);
  }
  const setNow = async ({ tenantId, projectId }: ProjectScope, now: Date) => {
    await world.pool.query(
      `INSERT INTO project_clock (tenant_id, project_id, offset_ms, frozen_at) VALUES ($1, $2, 0, $3)
       ON CONFLICT (tenant_id, project_id) DO UPDATE SET frozen_at = excluded.frozen_at`,
      [tenantId, projectId, now],
    );
  };
  let projects = 0;
  return {
    world,
    plans,
    setNow,
    newProject: async () => {
      projects += 1;
      const slug = `run-${projects}`;
      const { rows } = await world.pool.query<{ id: number }>(copyProject, [
        world.ctx.scope.tenantId,
        world.ctx.scope.projectId,
        slug,
      ]);
      const projectId = rows[0]?.id ?? 0;
      const scope = { ...world.ctx.scope, projectId, projectSlug: slug };
      await setNow(scope, worldNow);
      return { slug, scope };
    },
    close: world.close,
  };
}

/** A project with the rules of another one. */
const copyProject = `
WITH made AS (
  INSERT INTO project SELECT (jsonb_populate_record(p, jsonb_build_object(
      'id', nextval(pg_get_serial_sequence('project', 'id')), 'slug', $3::text))).*
    FROM project p WHERE p.tenant_id = $1 AND p.id = $2 RETURNING id),
plans AS (
  INSERT INTO plan SELECT (jsonb_populate_record(p, jsonb_build_object('project_id', made.id))).*
    FROM plan p, made WHERE p.tenant_id = $1 AND p.project_id = $2)
INSERT INTO quota_policy SELECT (jsonb_populate_record(q, jsonb_build_object('project_id', made.id))).*
  FROM quota_policy q, made WHERE q.tenant_id = $1 AND q.project_id = $2
RETURNING project_id AS id`;
