import fc from 'fast-check';
import { test } from 'vitest';
import { inProcessCounters } from '../../src/adapters/memory/in-process-counters.ts';
import { describeCounters } from './counters-contract.ts';
import { runSchedule } from './run-schedule.ts';
import { schedules } from './schedule.ts';
import { inProcessSubject } from './subjects.ts';

describeCounters('in-process counters', async () => inProcessCounters());

test('whatever happens, the model says the truth once everything was told', async () => {
  await fc.assert(
    fc.asyncProperty(schedules({ calm: false }), async (steps) => {
      await runSchedule([inProcessSubject()], steps);
    }),
    { numRuns: 300 },
  );
});

test('forgetting idle users changes no answer', async () => {
  await fc.assert(
    fc.asyncProperty(schedules({ calm: true }), async (steps) => {
      await runSchedule([inProcessSubject({ usersMax: 1 })], steps);
    }),
    { numRuns: 100 },
  );
});
