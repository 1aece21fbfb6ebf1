import { interactiveLedger } from '../baselines/interactive-ledger.ts';
import { singleCallLedger } from '../baselines/single-call-ledger.ts';
import { type BenchmarkOptions, type BenchmarkResult, type Line, times } from '../benchmark.ts';
import { alternate, type Side } from '../measure/alternate.ts';
import { closedLoop } from '../measure/closed-loop.ts';
import { runSql, startBenchPostgres } from '../services/bench-postgres.ts';
import { gatheredLedger } from './gathered-ledger.ts';
import type { LedgerSubject } from './ledger-subject.ts';
import { accounts, fillProject } from './ledger-world.ts';
import type { Funding } from './turn-items.ts';

const callerCounts = [64, 512] as const;

/** A ratio's targets at each number of callers, must and aim. */
type Targets = Readonly<Record<(typeof callerCounts)[number], readonly [number, number]>>;

export type LedgerBenchmark = {
  readonly id: string;
  readonly funding: Funding;
  readonly interactive: Targets;
  readonly singleCall: Targets;
  /** How long one side is measured in one round. */
  readonly durationMs: number;
};

const names = { product: 'gathered', interactive: 'interactive', singleCall: 'one call each' };

/** P1 and P2: pairs of hold and settle per second, three ways, in one database and one run. */
export async function runLedgerBenchmark(
  benchmark: LedgerBenchmark,
  options: BenchmarkOptions,
): Promise<BenchmarkResult> {
  await using postgres = await startBenchPostgres(options.log);
  const subjects: readonly (readonly [string, LedgerSubject])[] = await Promise.all(
    [
      [names.product, gatheredLedger] as const,
      [names.interactive, interactiveLedger] as const,
      [names.singleCall, singleCallLedger] as const,
    ].map(async ([name, open], index) => {
      // Each side has a project of its own in the same tables, so that none waits for another's locks.
      const scope = { tenantId: 1, projectId: index + 1 };
      await fillProject(postgres.url, scope);
      return [name, open(postgres.url, scope)] as const;
    }),
  );
  try {
    // Every side plans its statements for tables that are in use and whose statistics are taken.
    for (const [, subject] of subjects) {
      await closedLoop({ callers: 16, durationMs: 1_000, work: () => pair(subject, benchmark) });
    }
    await runSql(postgres.url, 'VACUUM ANALYZE');
    const sides = callerCounts.flatMap((callers) =>
      subjects.map(([name, subject]) => sideOf({ ...benchmark, callers, name, subject })),
    );
    const measured = await alternate(sides, options);
    const pairs = (name: string, callers: number) =>
      measured.median(sideName(name, callers), 'perSecond');
    const lines = callerCounts.flatMap((callers) =>
      (['interactive', 'singleCall'] as const).map((baseline): Line => {
        const [must, aim] = benchmark[baseline][callers];
        const ours = pairs(names.product, callers);
        const theirs = pairs(names[baseline], callers);
        return {
          id: benchmark.id,
          what: `${callers} callers against ${names[baseline]}`,
          measured: ours / theirs,
          must: times(must),
          aim: times(aim),
          detail: `${Math.round(ours)} against ${Math.round(theirs)} pairs/s`,
        };
      }),
    );
    return { lines, raw: measured.rounds };
  } finally {
    for (const [, subject] of subjects) await subject.close();
  }
}

function sideName(name: string, callers: number): string {
  return `${name}, ${callers} callers`;
}

let turns = 0;

function pair(
  subject: LedgerSubject,
  { funding }: Pick<LedgerBenchmark, 'funding'>,
): Promise<void> {
  turns += 1;
  const userId = 1 + Math.floor(Math.random() * accounts);
  return subject.pair(`turn-${turns}`, userId, funding);
}

function sideOf({
  name,
  subject,
  callers,
  funding,
  durationMs,
}: LedgerBenchmark & {
  readonly name: string;
  readonly subject: LedgerSubject;
  readonly callers: number;
}): Side<{ readonly perSecond: number }> {
  return {
    name: sideName(name, callers),
    measure: () =>
      closedLoop({
        callers,
        durationMs,
        work: () => pair(subject, { funding }),
      }),
  };
}
