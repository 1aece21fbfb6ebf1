import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { checkout } from '../local/checkout.ts';

/** Runs the `purser` program as a process of its own, with these variables alone, to its end. */
export async function runPurser(args: readonly string[], env: Readonly<Record<string, string>>) {
  const program = join(checkout, 'apps/api/src/cli/main.ts');
  const stdio = ['ignore', 'pipe', 'pipe'] as const;
  const child = spawn(process.execPath, [program, ...args], { env, stdio: [...stdio] });
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code, out, err };
}
