import type { FastifySchemaCompiler } from 'fastify';
import { type $ZodType, safeParse } from 'zod/v4/core';
import { fieldIssues } from './problems/field-issues.ts';
import { refuseFields } from './problems/refusal-error.ts';

/** What a value that is not even an object is called, by the part of the request it came from. */
const rootNames: Readonly<Record<string, string>> = {
  body: 'body',
  querystring: 'query',
  params: 'path',
  headers: 'headers',
};

/** Compiles a route's Zod schema into a check that refuses a request naming each field at fault. */
export const compileZodValidator: FastifySchemaCompiler<$ZodType> = ({ schema, httpPart }) => {
  const root = rootNames[httpPart ?? 'body'] ?? 'body';
  return (data: unknown) => {
    // A missing body reads as an empty object, so that the answer names the fields it needs.
    const result = safeParse(schema, data ?? {});
    return result.success
      ? { value: result.data }
      : { error: refuseFields(fieldIssues(result.error.issues, root)) };
  };
};
