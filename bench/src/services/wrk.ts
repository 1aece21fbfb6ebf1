import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findOnPath } from '@purser/local-services/find-program';
import { installWithApt } from '@purser/local-services/run-apt';
import { ServiceError } from '@purser/local-services/service-error';

const remedy = 'wrk is missing: install it (Debian: apt install wrk, macOS: brew install wrk).';

export type WrkRun = {
  readonly url: string;
  /** A Lua script whose `done` prints one line of JSON, and its arguments. */
  readonly script: string;
  readonly args: readonly string[];
  readonly connections: number;
  readonly seconds: number;
};

/** One run of wrk; answers in a form that `alternate` takes. */
export type WrkReading = {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
};

/** The wrk of this machine, installed when it may be. */
export async function ensureWrk(log: (line: string) => void): Promise<string> {
  const found = findOnPath(['wrk']);
  if (found !== undefined) return found;
  await installWithApt({ packageName: 'wrk', remedy, log });
  const installed = findOnPath(['wrk']);
  if (installed === undefined) throw new ServiceError(remedy);
  return installed;
}

/** Loads a server from one thread; a run in which anything was refused or broke is no measurement. */
export async function runWrk(program: string, run: WrkRun): Promise<WrkReading> {
  const { url, script, args, connections, seconds } = run;
  const load = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s'];
  const { stdout } = await promisify(execFile)(program, [
    ...load,
    ...['-s', script, url, '--', ...args],
  ]);
  const line = stdout.split('\n').find((text) => text.startsWith('{'));
  const { requests, seconds: taken, failed, p50Ms, p99Ms } = JSON.parse(line ?? '{}');
  if (!(requests > 0) || failed > 0) throw new Error(`wrk against ${url} failed:\n${stdout}`);
  return { perSecond: requests / taken, p50Ms, p99Ms };
}
