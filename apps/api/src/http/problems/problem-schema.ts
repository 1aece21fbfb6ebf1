import { z } from 'zod';
import { answerSchema } from '../answer-schema.ts';

/** The shape of every failed answer, for the OpenAPI document. */
const problem = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    error_code: z.string(),
    message: z.string(),
    details: z.array(z.strictObject({ field: z.string(), message: z.string() })),
    trace_id: z.string(),
    timestamp: z.string().meta({ format: 'date-time' }),
  })
  .meta({ description: 'application/problem+json (RFC 9457)' });

/** Documents how a route fails; problems are written by `sendProblem`, past these schemas. */
export const problemAnswers = { '4xx': answerSchema(problem), '5xx': answerSchema(problem) };
