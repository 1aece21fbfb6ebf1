import { findChromium } from '@purser/local-services/chromium';
import { findRedis } from '@purser/local-services/redis';
import { formatSeconds, print } from './console.ts';
import type { Skip } from './skips.ts';
import type { Service, Stage } from './stages.ts';

/** Says what will happen before it does. */
export function printPlan(stages: readonly Stage[], skips: ReadonlySet<Skip>): void {
  const total = stages.reduce((sum, { shareSeconds }) => sum + shareSeconds, 0);
  print(
    `${stages.length} stages, at most ${formatSeconds(total)} minutes on two cores; what did not change is not run again.`,
  );
  for (const { name, shareSeconds } of stages) print(`  ${formatSeconds(shareSeconds)}  ${name}`);
  const needs = new Set(stages.flatMap((stage) => stage.needs));
  for (const line of describeNeeds(needs, skips)) print(line);
  print();
}

function describeNeeds(needs: ReadonlySet<Service>, skips: ReadonlySet<Skip>): string[] {
  const lines: string[] = [];
  if (needs.has('postgres')) {
    lines.push('PostgreSQL: from npm, with its data in .purser/test, removed at the end.');
  }
  if (needs.has('redis') && !skips.has('redis')) {
    const place = process.env.REDIS_URL ?? findRedis();
    lines.push(`Redis: ${place ?? 'missing, redis-server will be installed with apt'}.`);
  }
  if (needs.has('chromium')) {
    const place = process.env.CHROMIUM_PATH ?? findChromium();
    lines.push(`Chromium: ${place ?? 'missing, chromium will be installed with apt'}.`);
  }
  return lines;
}
