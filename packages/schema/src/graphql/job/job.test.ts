import { expect, test } from 'vitest';
import { runOperation } from '../testing/run-operation.ts';
import { stubUseCases } from '../testing/stub-use-cases.ts';
import { jobRun } from '../testing/stub-views.ts';

const startedAt = new Date('2026-01-31T12:00:00.000Z');

test.each([
  ['of a run that ended', new Date('2026-01-31T12:00:01.250Z'), 1_250],
  ['of a run under way', null, null],
])('the duration %s is what passed, or not known yet', async (_of, finishedAt, durationMs) => {
  const { useCases } = stubUseCases();
  const lastRun = { ...jobRun, startedAt, finishedAt };
  const job = { name: 'reap', description: '', schedule: '', lastRun, nextRunAt: null };
  const { data, errors } = await runOperation({
    document: '{ jobs { lastRun { durationMs } } }',
    useCases: { ...useCases, job: { ...useCases.job, list: async () => [job] } },
  });
  expect(errors).toBeUndefined();
  expect(data).toEqual({ jobs: [{ lastRun: { durationMs } }] });
});
