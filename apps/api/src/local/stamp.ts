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
import { join } from 'node:path';
import { cacheFolder, checkout } from './checkout.ts';

/** What a step reads and what it leaves, as paths within the checkout. */
export type StampedStep = {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
};

/**
 * Whether a step ran on exactly these inputs and its outputs are there. Sizes and modification times tell, because
 * reading every file would cost a start more than it saves.
 */
export function isFresh(step: StampedStep): boolean {
  const isThere = step.outputs.every((output) => existsSync(join(checkout, output)));
  return isThere && readStamp(step) === digestInputs(step);
}

/** Runs a step unless it is fresh, and remembers its inputs as they were before it ran. */
export async function runStamped(step: StampedStep, work: () => Promise<void>): Promise<void> {
  const digest = digestInputs(step);
  rmSync(stampFile(step), { force: true });
  await work();
  mkdirSync(cacheFolder, { recursive: true });
  writeFileSync(stampFile(step), digest);
}

function digestInputs({ inputs }: StampedStep): string {
  const hash = createHash('sha256');
  for (const input of inputs) {
    for (const file of listFiles(join(checkout, input))) hash.update(`${file}\n`);
  }
  return hash.digest('hex');
}

/** Generated folders are left out: they are outputs of other steps. */
function listFiles(path: string): string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (!stat.isDirectory()) return [`${path} ${stat.size} ${stat.mtimeMs}`];
  return readdirSync(path)
    .filter((name) => name !== 'generated' && name !== 'node_modules')
    .sort()
    .flatMap((name) => listFiles(join(path, name)));
}

function readStamp(step: StampedStep): string | undefined {
  try {
    return readFileSync(stampFile(step), 'utf8');
  } catch {
    return undefined;
  }
}

function stampFile({ name }: StampedStep): string {
  return join(cacheFolder, `${name}.stamp`);
}
