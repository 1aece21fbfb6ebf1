import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { binFolder, workspaceRoot } from '../workspace.ts';

/** A task of one package in one run of turbo. */
export type TaskRun = {
  readonly package: string;
  /** The folder of the package, from the root. */
  readonly directory: string;
  readonly task: string;
  readonly isCached: boolean;
  readonly exitCode: number;
  readonly log: string;
};

export type TurboRequest = {
  readonly tasks: readonly string[];
  readonly concurrency: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
};

/** The part of turbo's summary file that is read here. */
type Summary = {
  readonly tasks: readonly {
    readonly task: string;
    readonly package: string;
    readonly directory: string;
    readonly command: string;
    readonly logFile: string;
    readonly cache: { readonly status: string };
    readonly execution?: { readonly exitCode?: number };
  }[];
};

const killAfterMs = 10_000;

/** Runs tasks of all packages to the end, whichever of them fail; aborting stops them. */
export async function runTurbo(request: TurboRequest): Promise<TaskRun[]> {
  const flags = ['--continue=always', '--summarize', '--output-logs=errors-only', '--ui=stream'];
  const limits = [`--concurrency=${request.concurrency}`];
  const child = spawn(join(binFolder, 'turbo'), ['run', ...request.tasks, ...flags, ...limits], {
    cwd: workspaceRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    shell: process.platform === 'win32',
    env: {
      ...process.env,
      ...request.environment,
      NO_COLOR: '1',
      TURBO_TELEMETRY_DISABLED: '1',
      TURBO_NO_UPDATE_NOTIFIER: '1',
      // The packages were installed before this program started; looking again in every task only costs time.
      pnpm_config_verify_deps_before_run: 'false',
    },
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const abort = () => {
    signalGroup(child, 'SIGINT');
    setTimeout(() => signalGroup(child, 'SIGKILL'), killAfterMs).unref();
  };
  request.signal.addEventListener('abort', abort, { once: true });
  await once(child, 'close');
  request.signal.removeEventListener('abort', abort);
  return readSummary(output, request.tasks);
}

/** What is started here is a shell around a Node around turbo: only their group hears the signal as one. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null) return;
  if (process.platform === 'win32') child.kill(signal);
  else process.kill(-child.pid, signal);
}

function readSummary(output: string, wanted: readonly string[]): TaskRun[] {
  const path = output.match(/Summary:\s+(\S+\.json)/)?.[1];
  if (path === undefined) throw new Error(`turbo did not run:\n${output}`);
  const summary: Summary = JSON.parse(readFileSync(path, 'utf8'));
  return summary.tasks
    .filter(({ task, command }) => wanted.includes(task) && command !== '<NONEXISTENT>')
    .map(({ task, directory, logFile, cache, execution, ...rest }) => ({
      package: rest.package,
      directory,
      task,
      isCached: cache.status === 'HIT',
      exitCode: execution?.exitCode ?? 1,
      log: readLog(logFile),
    }));
}

function readLog(file: string): string {
  try {
    return readFileSync(join(workspaceRoot, file), 'utf8');
  } catch {
    return '';
  }
}
