import { type Failure, type Outcome, sumOutcomes } from './outcome.ts';

/** The part of Playwright's JSON report that is read here. */
export type PlaywrightReport = {
  readonly suites: readonly PlaywrightSuite[];
  readonly errors: readonly { readonly message?: string }[];
};

type PlaywrightSuite = {
  readonly title: string;
  readonly file: string;
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs: readonly PlaywrightSpec[];
};

type PlaywrightSpec = {
  readonly title: string;
  readonly file: string;
  readonly tests: readonly {
    readonly status: 'expected' | 'unexpected' | 'flaky' | 'skipped';
    readonly results: readonly { readonly errors: readonly { readonly message?: string }[] }[];
  }[];
};

/** Counts the tests of a report; one that passed only at a second try has failed. */
export function readPlaywrightReport(report: PlaywrightReport): Outcome {
  const general: Failure[] = report.errors.map(({ message = '' }) => ({
    where: 'e2e',
    name: 'the run itself',
    detail: message,
  }));
  return sumOutcomes([
    { passed: 0, skipped: 0, failures: general },
    ...report.suites.map(readSuite),
  ]);
}

function readSuite(suite: PlaywrightSuite): Outcome {
  return sumOutcomes([...suite.specs.map(readSpec), ...(suite.suites ?? []).map(readSuite)]);
}

function readSpec({ title, file, tests }: PlaywrightSpec): Outcome {
  const failed = tests.filter(({ status }) => status === 'unexpected' || status === 'flaky');
  return {
    passed: tests.filter(({ status }) => status === 'expected').length,
    skipped: tests.filter(({ status }) => status === 'skipped').length,
    failures: failed.map(({ results }) => ({
      where: `e2e/${file}`,
      name: title,
      detail: results
        .flatMap(({ errors }) => errors.map(({ message }) => message ?? ''))
        .join('\n'),
    })),
  };
}
