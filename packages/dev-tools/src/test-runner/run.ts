import { readGuideCoverage } from '../checks/guide-coverage.ts';
import { formatStage, print, printFailure, type StageReport } from './console.ts';
import { sumOutcomes } from './outcome.ts';
import { printPlan } from './plan.ts';
import { runStage } from './run-stage.ts';
import { checkSchemaFreshness, readCommittedSchema } from './schema-freshness.ts';
import { SharedServices } from './services.ts';
import { readSkips, type Skip } from './skips.ts';
import { type Stage, stages } from './stages.ts';

/** Runs the stages, prints how they went, and answers whether all of them passed. */
export async function runTests({ isQuick }: { isQuick: boolean }): Promise<boolean> {
  const skips = readSkips();
  const chosen = stages.filter((stage) => isChosen(stage, skips, isQuick));
  printPlan(chosen, skips);
  const interruption = new AbortController();
  process.once('SIGINT', () => interruption.abort());
  process.once('SIGTERM', () => interruption.abort());
  const services = new SharedServices(skips, print);
  try {
    const reports: StageReport[] = [];
    for (const stage of chosen) {
      if (interruption.signal.aborted) break;
      reports.push(await runAndPrint(stage, services, interruption.signal));
    }
    return printSummary(reports, skips, interruption.signal.aborted);
  } finally {
    await services.stop();
  }
}

function isChosen(stage: Stage, skips: ReadonlySet<Skip>, isQuick: boolean): boolean {
  if (stage.suite === 'e2e' && skips.has('e2e')) return false;
  return !isQuick || stage.isQuick === true;
}

async function runAndPrint(stage: Stage, services: SharedServices, interrupted: AbortSignal) {
  const schema = readCommittedSchema();
  const run = await runStage(stage, services, interrupted);
  const isCodegen = stage.tasks.includes('codegen');
  const freshness = isCodegen ? [checkSchemaFreshness(schema)] : [];
  const report = { ...run, outcome: sumOutcomes([run.outcome, ...freshness]) };
  print(formatStage(report));
  report.outcome.failures.forEach(printFailure);
  return report;
}

function printSummary(
  reports: readonly StageReport[],
  skips: ReadonlySet<Skip>,
  isInterrupted: boolean,
): boolean {
  const { passed, skipped, failures } = sumOutcomes(reports.map(({ outcome }) => outcome));
  if (failures.length > 0) {
    print('\nFailures');
    failures.forEach(printFailure);
  }
  print('\nTime by share');
  for (const report of reports) print(formatStage(report));
  const open = readGuideCoverage().filter(({ cover }) => cover === null).length;
  print(`\n${open} rows of docs/coverage.md are open.`);
  if (skipped > 0) print(`${skipped} tests skipped themselves.`);
  if (skips.size > 0) print(`Left out by PURSER_TEST_SKIP: ${[...skips].join(', ')}.`);
  if (isInterrupted) print('Interrupted: the rest was not run.');
  print(`${passed} passed, ${failures.length} failed`);
  return failures.length === 0 && !isInterrupted;
}
