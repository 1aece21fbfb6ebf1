import type { SwaggerTransform } from '@fastify/swagger';
import type { FastifySchema } from 'fastify';
import { createJsonSchemaTransform } from 'fastify-type-provider-zod';
import { answerOrigin } from '../answer-schema.ts';
import type { RoutePermission } from '../auth/request-context.ts';

const fromZod = createJsonSchemaTransform({
  zodToJsonConfig: { unrepresentable: 'any' },
});

/**
 * A route's schema as OpenAPI: answers whose serializer was compiled ahead are documented from the
 * Zod schema they came from, and the permission is told.
 */
export const toOpenapi: SwaggerTransform = (document) => {
  const { schema, route } = document;
  if (!schema || schema.hide) return fromZod(document);
  const response = Object.fromEntries(
    Object.entries((schema.response ?? {}) as Record<string, object>).map(([status, answer]) => [
      status,
      answerOrigin(answer) ?? answer,
    ]),
  );
  const permission = route.config?.permission;
  const transformed = fromZod({
    ...document,
    schema: { ...schema, ...(schema.response ? { response } : {}) } as FastifySchema,
  });
  return { ...transformed, schema: { ...transformed.schema, ...permissionNotes(permission) } };
};

function permissionNotes(permission: RoutePermission | undefined) {
  if (permission === undefined || permission === 'public') return { security: [] };
  return { description: `Needs the permission \`${permission}\`.` };
}
