import { relative } from 'node:path';
import { workspaceRoot } from '../workspace.ts';
import { type Failure, type Outcome, sumOutcomes } from './outcome.ts';

/** The part of Vitest's JSON report that is read here. */
export type VitestReport = {
  readonly testResults: readonly VitestFile[];
};

type VitestFile = {
  readonly name: string;
  readonly status: string;
  readonly message: string;
  readonly assertionResults: readonly VitestTest[];
};

type VitestTest = {
  readonly status: string;
  readonly fullName: string;
  readonly failureMessages: readonly string[];
};

/** Counts the tests of a report. */
export function readVitestReport(report: VitestReport): Outcome {
  return sumOutcomes(report.testResults.map(readFile));
}

function readFile(file: VitestFile): Outcome {
  const where = relative(workspaceRoot, file.name);
  const tests = file.assertionResults;
  const count = (status: string) => tests.filter((test) => test.status === status).length;
  const failures: Failure[] = tests
    .filter((test) => test.status === 'failed')
    .map((test) => ({ where, name: test.fullName, detail: test.failureMessages.join('\n') }));
  // A file that cannot be loaded, or whose set-up fails, has no test to report.
  if (file.status === 'failed' && failures.length === 0) {
    failures.push({ where, name: 'the file itself', detail: file.message });
  }
  return {
    passed: count('passed'),
    skipped: count('skipped') + count('pending') + count('todo'),
    failures,
  };
}
