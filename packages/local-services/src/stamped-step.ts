import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { withProcessLock } from './process-lock.ts';

/** What a step reads, what it leaves, and where it notes what it last read. */
export type StampedStep = {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly stamp: string;
};

/** Whether a step ran on exactly these inputs and its outputs are there. */
export function isFresh(step: StampedStep): boolean {
  return step.outputs.every((output) => existsSync(output)) && readStamp(step) === digest(step);
}

/**
 * Runs a step unless it is fresh, and notes its inputs as they were before it ran. Processes that want the same step
 * at once take turns, and only the first of them runs it.
 */
export async function runStamped(
  step: StampedStep,
  work: () => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const run = async () => {
    if (isFresh(step)) return;
    const before = digest(step);
    rmSync(step.stamp, { force: true });
    await work();
    mkdirSync(dirname(step.stamp), { recursive: true });
    writeFileSync(step.stamp, before);
  };
  await withProcessLock(`${step.stamp}.lock`, run, signal);
}

/** Names and contents tell, so that a copy of the same files, or of the outputs, is as good. */
function digest({ inputs }: StampedStep): string {
  const hash = createHash('sha256');
  for (const input of inputs) {
    for (const [name, file] of listFiles(input))
      hash.update(`${name}\n`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

/** Generated folders are left out: they are outputs of other steps. */
function listFiles(folder: string, name = ''): [name: string, file: string][] {
  const path = join(folder, name);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (!stat.isDirectory()) return [[name, path]];
  return readdirSync(path)
    .filter((entry) => entry !== 'generated' && entry !== 'node_modules')
    .sort()
    .flatMap((entry) => listFiles(folder, join(name, entry)));
}

function readStamp(step: StampedStep): string | undefined {
  try {
    return readFileSync(step.stamp, 'utf8');
  } catch {
    return undefined;
  }
}
