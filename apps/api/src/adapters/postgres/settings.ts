import type { Pool } from 'pg';
import type { Settings } from '../../ports/settings.ts';

export function createSettings(pool: Pool): Settings {
  return {
    async put(key, value) {
      await pool.query(
        `INSERT INTO setting (key, value) VALUES ($1, $2)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
        [key, JSON.stringify(value)],
      );
    },
    async startingWith(prefix) {
      const { rows } = await pool.query<{ key: string; value: unknown }>(
        'SELECT key, value FROM setting WHERE starts_with(key, $1)',
        [prefix],
      );
      return new Map(rows.map(({ key, value }) => [key, value]));
    },
  };
}
