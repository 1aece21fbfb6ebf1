import { stripVTControlCharacters } from 'node:util';
import type { Failure, Outcome } from './outcome.ts';
import type { Stage } from './stages.ts';

/** How a stage ended, and how long it took. */
export type StageReport = {
  readonly stage: Stage;
  readonly outcome: Outcome;
  readonly seconds: number;
};

const detailLinesMax = 40;
const nameWidth = 22;

export function print(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** A length of time as minutes and seconds. */
export function formatSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** One line that says how a stage ended. */
export function formatStage({ stage, outcome, seconds }: StageReport): string {
  const { passed, skipped, failures } = outcome;
  const mark = failures.length === 0 ? '✓' : '✗';
  const counts = [
    `${passed} passed`,
    failures.length > 0 ? `${failures.length} failed` : '',
    skipped > 0 ? `${skipped} skipped` : '',
  ].filter(Boolean);
  const time = `${formatSeconds(seconds)} of ${formatSeconds(stage.shareSeconds)}`;
  return `${mark} ${stage.name.padEnd(nameWidth)} ${time.padEnd(14)} ${counts.join(', ')}`;
}

/** Where, what and how it went wrong. */
export function printFailure({ where, name, detail }: Failure): void {
  print(`  ✗ ${where} > ${name}`);
  const lines = stripVTControlCharacters(detail).split('\n');
  for (const line of lines.slice(0, detailLinesMax)) print(`      ${line}`);
  if (lines.length > detailLinesMax) print(`      … ${lines.length - detailLinesMax} more lines`);
}

/** Shows on a terminal that a stage is at work; answers how to take the line away. */
export function showProgress(stage: Stage): () => void {
  if (!process.stdout.isTTY) {
    print(`… ${stage.name} (up to ${formatSeconds(stage.shareSeconds)})`);
    return () => {};
  }
  const startedAt = performance.now();
  const draw = () => {
    const time = formatSeconds((performance.now() - startedAt) / 1_000);
    process.stdout.write(`\r\x1b[K… ${stage.name.padEnd(nameWidth)} ${time}`);
  };
  draw();
  const timer = setInterval(draw, 1_000);
  return () => {
    clearInterval(timer);
    process.stdout.write('\r\x1b[K');
  };
}
