import { resolve } from 'node:path';
import { type Program, startProgram } from '../server/program.ts';

/** One baseline server in a process of its own; what it needs comes by environment. */
export function startBareServer(
  name: 'echo-server' | 'insert-server' | 'lua-server',
  env: Readonly<Record<`BENCH_${string}`, string>>,
): Promise<Program> {
  return startProgram({
    command: process.execPath,
    args: [resolve(import.meta.dirname, `../baselines/${name}.ts`)],
    env: { ...process.env, ...env },
  });
}
