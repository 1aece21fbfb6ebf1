import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { resolve } from 'node:path';
import type { Line } from './benchmark.ts';
import { benchmarks } from './benchmarks.ts';
import { tableOf } from './report/print-table.ts';

const rounds = 5;

/**
 * `pnpm bench` runs all of them, `pnpm bench P1 P5` a choice; the table is printed, the JSON is kept.
 * `--minutes=2` shortens what else runs longer, to try it.
 */
async function main(given: readonly string[]): Promise<void> {
  const asked = given.filter((argument) => !argument.startsWith('--'));
  const minutes = minutesOf(given);
  const unknown = asked.filter((id) => !benchmarks.some((benchmark) => benchmark.id === id));
  if (unknown.length > 0) {
    const known = benchmarks.map(({ id, title }) => `${id} (${title})`).join(', ');
    process.stderr.write(`There is no benchmark ${unknown.join(', ')}. There are ${known}.\n`);
    process.exitCode = 1;
    return;
  }
  const log = (line: string) => void process.stderr.write(`  ${line}\n`);
  const lines: Line[] = [];
  const raw: Record<string, unknown> = {};
  const machine = { cores: cpus().length, loadBefore: loadavg()[0] };
  for (const { id, title, run } of benchmarks) {
    if (asked.length > 0 && !asked.includes(id)) continue;
    process.stderr.write(`${id}: ${title}\n`);
    const result = await run({ rounds, log, ...(minutes === undefined ? {} : { minutes }) });
    lines.push(...result.lines);
    raw[id] = result.raw;
  }
  const folder = resolve(import.meta.dirname, '../results');
  mkdirSync(folder, { recursive: true });
  const file = resolve(folder, `${new Date().toISOString().replaceAll(':', '-')}.json`);
  writeFileSync(file, `${JSON.stringify({ machine, rounds, lines, raw }, null, 2)}\n`);
  const load = (machine.loadBefore ?? 0).toFixed(1);
  process.stdout.write(
    `${tableOf(lines)}\n${machine.cores} cores, load ${load} before, medians of ${rounds} rounds\n`,
  );
}

function minutesOf(given: readonly string[]): number | undefined {
  const flag = given.find((argument) => argument.startsWith('--minutes='));
  if (flag === undefined) return undefined;
  const minutes = Number(flag.slice('--minutes='.length));
  if (!(minutes > 0)) throw new Error('--minutes= takes a number of minutes, such as 2.');
  return minutes;
}

await main(process.argv.slice(2).filter((argument) => argument !== '--'));
