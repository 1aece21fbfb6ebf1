import { readSkips } from '../test-runner/skips.ts';
import { startTestServices } from './test-services.ts';

/** Vitest's global setup: starts what the test runner has not started, so that a suite runs alone as well. */
export async function setup(): Promise<() => Promise<void>> {
  const { environment, stop } = await startTestServices({
    withRedis: !readSkips().has('redis'),
  });
  Object.assign(process.env, environment, { PURSER_TEST_RUN: String(process.pid) });
  return stop;
}
