import type { BatchNeeds, InstanceStanding } from '../../../ports/quota-books.ts';
import type { SqlRunner } from '../sql-runner.ts';

const knownSql = `
  SELECT replaced_at IS NOT NULL AS replaced FROM data_plane_instance WHERE dataplane_id = $1 AND instance_id = $2`;

const lockSql = `SELECT pg_advisory_xact_lock(hashtextextended('data-plane-instance ' || $1, 0))`;

const replaceSql = `
  UPDATE data_plane_instance SET replaced_at = purser_now(0, 0) WHERE dataplane_id = $1 AND replaced_at IS NULL`;

const insertSql = `
  INSERT INTO data_plane_instance (dataplane_id, instance_id, first_seen_at) VALUES ($1, $2, purser_now(0, 0))`;

/** Whether the calling process is the data plane. One that was not seen before takes the place of the one before (rule D15). */
export async function admitInstance(
  run: SqlRunner,
  { dataplaneId, instanceId }: Pick<BatchNeeds, 'dataplaneId' | 'instanceId'>,
): Promise<InstanceStanding> {
  if (dataplaneId === null || instanceId === null) return 'current';
  const standing = () => run<{ readonly replaced: boolean }>(knownSql, [dataplaneId, instanceId]);
  const [known] = await standing();
  if (known !== undefined) return known.replaced ? 'replaced' : 'current';
  await run(lockSql, [dataplaneId]);
  const [meanwhile] = await standing();
  if (meanwhile !== undefined) return meanwhile.replaced ? 'replaced' : 'current';
  await run(replaceSql, [dataplaneId]);
  await run(insertSql, [dataplaneId, instanceId]);
  return 'current';
}
