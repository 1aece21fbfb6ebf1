import { ensureDashboard, ensureDatabaseClient } from '@purser/api/src/local/generated-code.ts';
import { silentProgress } from '@purser/api/src/local/progress.ts';

/** Makes what every server of the run serves, before two of them would make it at once. */
export default async function makeOnce(): Promise<void> {
  const { signal } = new AbortController();
  await ensureDatabaseClient(silentProgress, signal);
  await ensureDashboard(silentProgress, signal);
}
