import type { PothosOutputFieldConfig } from '@pothos/core';
import { isRootField, runFunction, type TracingFieldWrapper } from '@pothos/plugin-tracing';
import type { SchemaTypes } from './schema-types.ts';

/** Only root fields are observed: there are few of them, and each is one use case. */
export const isObserved = (field: PothosOutputFieldConfig<SchemaTypes>) => isRootField(field);

/** Tells the context's observer how long a root field took and whether it failed. */
export const observeField: TracingFieldWrapper<SchemaTypes> =
  (resolver, _options, { kind, name }) =>
  (source, args, context, info) =>
    runFunction(
      () => resolver(source, args, context, info),
      (error, durationMs) =>
        context.observe({
          kind: kind === 'Mutation' ? 'mutation' : 'query',
          field: name,
          durationMs,
          failed: error !== null && error !== undefined,
        }),
    );
