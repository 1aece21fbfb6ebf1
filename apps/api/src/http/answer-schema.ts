import { type ZodType, z } from 'zod';

/** Which Zod schema a compiled answer came from, for the OpenAPI document. */
const origins = new WeakMap<object, ZodType>();

/**
 * A Zod schema as the JSON Schema that Fastify compiles a serializer from. Answers of hot routes are
 * written by that serializer, several times faster than checking them at run time would allow; their
 * shape is held by the compiler instead.
 */
export function answerSchema(schema: ZodType): object {
  const compiled = z.toJSONSchema(schema, { target: 'openapi-3.0', io: 'output' });
  origins.set(compiled, schema);
  return compiled;
}

/** The Zod schema behind an answer; undefined for one that did not come from `answerSchema`. */
export function answerOrigin(compiled: object): ZodType | undefined {
  return origins.get(compiled);
}
