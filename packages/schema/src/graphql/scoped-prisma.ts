import type { PrismaClient } from '@purser/prisma/client';
import { getDatamodel } from '@purser/prisma/pothos-types';
import type { ProjectScope } from '../contract/request-context.ts';

/** The operations of a read-only client; each takes a `where`. */
const reads: ReadonlySet<string> = new Set([
  'findMany',
  'findFirst',
  'findFirstOrThrow',
  'findUnique',
  'findUniqueOrThrow',
  'count',
  'aggregate',
  'groupBy',
]);

const scopedModels: ReadonlySet<string> = new Set(
  Object.entries(modelFields()).flatMap(([model, fields]) =>
    fields.has('tenantId') && fields.has('projectId') ? [model] : [],
  ),
);

type Operation = {
  readonly model?: string | undefined;
  readonly operation: string;
  readonly args: unknown;
};

/**
 * The arguments of a read with the caller's scope in its condition. Writes, raw SQL and models that
 * belong to no project are refused: they are reached through use cases.
 */
export function scopedArgs(
  { model, operation, args }: Operation,
  { tenantId, projectId }: Pick<ProjectScope, 'tenantId' | 'projectId'>,
): Record<string, unknown> {
  if (model === undefined || !reads.has(operation) || !scopedModels.has(model)) {
    throw new Error(`The schema's client does not ${operation} ${model ?? 'raw SQL'}.`);
  }
  const given: { where?: unknown } = isRecord(args) ? args : {};
  const where: { AND?: unknown } = isRecord(given.where) ? given.where : {};
  const scope = { tenantId, projectId };
  const AND = [scope, ...[where.AND ?? []].flat()];
  return { ...given, where: { ...where, AND } };
}

/** The client plain fields are read with: it sees one project and changes nothing. */
export function scopedPrisma(
  client: PrismaClient,
  scope: Pick<ProjectScope, 'tenantId' | 'projectId'>,
) {
  return client.$extends({
    name: 'project scope',
    query: {
      $allOperations: ({ model, operation, args, query }) =>
        query(scopedArgs({ model, operation, args }, scope)),
    },
  });
}

export type ScopedPrisma = ReturnType<typeof scopedPrisma>;

function modelFields(): Readonly<Record<string, ReadonlySet<string>>> {
  const { models } = getDatamodel().datamodel;
  return Object.fromEntries(
    Object.entries(models).map(([model, { fields }]) => [
      model,
      new Set(fields.map(({ name }) => name)),
    ]),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
