import type { Pool } from 'pg';
import type { DemoChoice, DemoProject } from '../../ports/demo-project.ts';
import { demoChoiceKey, demoStoryKey } from './demo-settings.ts';
import type { ScopeKey } from './scope-key.ts';

/** The demo's side of one project in PostgreSQL. */
export function demoProjectOf(
  pool: Pool,
  key: ScopeKey,
  /** Told after each move, so that nobody in this process goes by an older reading. */
  onMoved: () => Promise<unknown> = async () => {},
): DemoProject {
  const scope = [key.tenantId, key.projectId];
  const keep = async (setting: string, value: unknown) => {
    await pool.query(
      `INSERT INTO setting (key, value) VALUES ($1, $2)
       ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
      [setting, JSON.stringify(value)],
    );
  };
  return {
    async realNowMs() {
      const { rows } = await pool.query<{ at: Date }>(
        `SELECT purser_now($1, $2) - coalesce(
           (SELECT offset_ms FROM project_clock WHERE tenant_id = $1 AND project_id = $2), 0
         ) * interval '1 millisecond' AS at`,
        scope,
      );
      return rows[0]?.at.getTime() ?? 0;
    },
    async moveTo(atMs) {
      await pool.query(moveClock, [...scope, atMs / 1000]);
      await onMoved();
    },
    async reset() {
      await pool.query(
        `UPDATE project_clock SET offset_ms = 0
          WHERE tenant_id = $1 AND project_id = $2 AND offset_ms < 0 AND frozen_at IS NULL`,
        scope,
      );
      await onMoved();
    },
    async hasOwnClock() {
      const { rowCount } = await pool.query(
        `SELECT 1 FROM project_clock WHERE tenant_id = $1 AND project_id = $2
            AND (offset_ms > 0 OR frozen_at IS NOT NULL)`,
        scope,
      );
      return rowCount !== 0;
    },
    async newestTurnMs() {
      // Ids are ordered by time.
      const { rows } = await pool.query<{ at: Date }>(
        `SELECT admitted_at AS at FROM turn WHERE tenant_id = $1 AND project_id = $2
          ORDER BY id DESC LIMIT 1`,
        scope,
      );
      return rows[0]?.at.getTime() ?? null;
    },
    async refreshStatistics() {
      await pool.query('ANALYZE');
    },
    async choice() {
      const { rows } = await pool.query<{ value: DemoChoice }>(
        'SELECT value FROM setting WHERE key = $1',
        [demoChoiceKey(key)],
      );
      return rows[0]?.value ?? null;
    },
    choose: (choice) => keep(demoChoiceKey(key), choice),
    tellStory: (story) => keep(demoStoryKey(key), story),
  };
}

/** The new offset is the old one and the way from the project's instant to the wanted one, at most 0. */
const moveClock = `
  INSERT INTO project_clock AS clock (tenant_id, project_id, offset_ms)
  SELECT tenant_id, id,
         least(0, round(extract(epoch FROM to_timestamp($3) - purser_now($1, $2)) * 1000))
    FROM project WHERE tenant_id = $1 AND id = $2 AND kind = 'demo'
  ON CONFLICT (tenant_id, project_id)
  DO UPDATE SET offset_ms = least(0, clock.offset_ms
    + round(extract(epoch FROM to_timestamp($3) - purser_now($1, $2)) * 1000))`;
