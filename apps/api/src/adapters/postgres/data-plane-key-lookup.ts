import type { Pool } from 'pg';
import type { DataPlaneKeyLookup, StoredDataPlaneKey } from '../../ports/data-plane-keys.ts';

const byKeyId = `
  SELECT k.dataplane_id AS "dataplaneId", k.revoked_at IS NOT NULL AS revoked
    FROM data_plane_key k WHERE k.key_id = $1`;

const newestSql = `
  SELECT k.key_id AS "keyId" FROM data_plane_key k
   WHERE k.dataplane_id = $1 AND k.revoked_at IS NULL ORDER BY k.created_at DESC, k.key_id DESC LIMIT 1`;

const claimSql = `
  INSERT INTO data_plane_nonce (key_id, nonce, seen_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`;

export function createDataPlaneKeyLookup(pool: Pool): DataPlaneKeyLookup {
  return {
    async find(keyId) {
      const { rows } = await pool.query<StoredDataPlaneKey>(byKeyId, [keyId]);
      return rows[0] ?? null;
    },
    async newestKeyOf(dataplaneId) {
      const { rows } = await pool.query<{ keyId: string }>(newestSql, [dataplaneId]);
      return rows[0]?.keyId ?? null;
    },
    async claimNonce(keyId, nonce, nowMs) {
      const { rowCount } = await pool.query(claimSql, [keyId, nonce, new Date(nowMs)]);
      return rowCount === 1;
    },
  };
}
