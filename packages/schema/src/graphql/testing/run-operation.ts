import type { Permission } from '@purser/domain/access/permissions';
import { permissionsOfRoles, type Role } from '@purser/domain/access/roles';
import { type ExecutionResult, execute, parse, specifiedRules, validate } from 'graphql';
import type { Caller, RequestContext } from '../../contract/request-context.ts';
import type { GraphQLContext } from '../context.ts';
import { documentRules, parseOptions } from '../document-limits.ts';
import { createLoaders } from '../loaders.ts';
import { schema } from '../schema.ts';
import type { UseCases } from '../use-cases.ts';
import { stubUseCases } from './stub-use-cases.ts';

/** A person with one role. */
export function personOf(role: Role): Caller {
  return { ...anonymous, kind: 'person', role, permissions: permissionsOfRoles([role]) };
}

export const anonymous: Caller = {
  kind: 'anonymous',
  id: 'anonymous',
  name: 'Nobody',
  role: 'none',
  permissions: new Set<Permission>(),
};

/** A token of one end user. */
export function userTokenOf(selfUserId: string): Caller {
  return { ...anonymous, kind: 'user-token', permissions: new Set(['self']), selfUserId };
}

export function testContext(caller: Caller): RequestContext {
  return {
    caller,
    scope: {
      tenantId: 1,
      projectId: 1,
      tenantUuid: '0190f5c2-7c1e-7000-8000-000000000001',
      tenantSlug: 'home',
      projectSlug: 'demo',
    },
    requestId: 'request-1',
  };
}

type Run = {
  readonly document: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly caller?: Caller;
  readonly useCases?: UseCases;
  readonly observe?: GraphQLContext['observe'];
};

/** Parses, validates and executes as the server does; the database is not there. */
export async function runOperation({
  document,
  variables = {},
  caller = personOf('admin'),
  useCases = stubUseCases().useCases,
  observe = () => {},
}: Run): Promise<ExecutionResult> {
  const parsed = parse(document, parseOptions);
  const errors = validate(schema, parsed, [...specifiedRules, ...documentRules]);
  if (errors.length > 0) return { errors };
  const ctx = testContext(caller);
  const contextValue: GraphQLContext = {
    ctx,
    useCases,
    loaders: createLoaders(ctx, useCases),
    observe,
    prisma: () => {
      throw new Error('There is no database here.');
    },
  };
  return execute({ schema, document: parsed, variableValues: variables, contextValue });
}
