import type { JobRunView, JobView } from '../../contract/operation-views.ts';
import { builder } from '../builder.ts';
import { CommandPayload, commandFields, metaOf, payloadRef, settled } from '../command/command.ts';
import { idText } from '../text.ts';

const JobRunRef = builder.objectRef<JobRunView>('JobRun').implement({
  fields: (t) => ({
    id: t.globalID({ resolve: ({ id }) => ({ type: 'JobRun', id }) }),
    runId: t.exposeString('id'),
    job: t.exposeString('job'),
    startedAt: t.expose('startedAt', { type: 'DateTime' }),
    finishedAt: t.expose('finishedAt', { type: 'DateTime', nullable: true }),
    durationMs: t.int({
      nullable: true,
      description: 'How long it took, in milliseconds; null while it runs.',
      resolve: ({ startedAt, finishedAt }) =>
        finishedAt === null ? null : finishedAt.getTime() - startedAt.getTime(),
    }),
    handled: t.exposeInt('handled'),
    failed: t.exposeInt('failed'),
    error: t.exposeString('error', { nullable: true }),
    trigger: t.exposeString('trigger'),
  }),
});

const JobRef = builder.objectRef<JobView>('Job').implement({
  fields: (t) => ({
    id: t.globalID({ resolve: ({ name }) => ({ type: 'Job', id: name }) }),
    name: t.exposeString('name'),
    description: t.exposeString('description'),
    schedule: t.exposeString('schedule'),
    lastRun: t.expose('lastRun', { type: JobRunRef, nullable: true }),
    nextRunAt: t.expose('nextRunAt', { type: 'DateTime', nullable: true }),
  }),
});

builder.queryField('jobs', (t) =>
  t.field({
    type: [JobRef],
    authScopes: { permission: 'job:read' },
    resolve: (_root, _args, { ctx, useCases }) => useCases.job.list(ctx, {}),
  }),
);

const RunJobInput = builder.inputType('RunJobInput', {
  fields: (t) => ({
    name: t.string({ required: true, validate: idText }),
    ...commandFields(t),
  }),
});

const RunJobPayload = payloadRef<JobRunView>('RunJobPayload').implement({
  interfaces: [CommandPayload],
  fields: (t) => ({ run: t.field({ type: JobRunRef, resolve: ({ value }) => value }) }),
});

builder.mutationField('runJob', (t) =>
  t.field({
    type: RunJobPayload,
    errors: {},
    authScopes: { permission: 'job:run' },
    args: { input: t.arg({ type: RunJobInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) =>
      settled(await useCases.job.run(ctx, { name: input.name }, metaOf(input))),
  }),
);
