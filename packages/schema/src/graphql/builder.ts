import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import DataloaderPlugin from '@pothos/plugin-dataloader';
import ErrorsPlugin from '@pothos/plugin-errors';
import PrismaPlugin from '@pothos/plugin-prisma';
import RelayPlugin, { encodeGlobalID } from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import TracingPlugin from '@pothos/plugin-tracing';
import ValidationPlugin from '@pothos/plugin-validation';
import { may, mayLetPay, mayReadUser } from '@purser/domain/access/may';
import { getDatamodel } from '@purser/prisma/pothos-types';
import { everyIssuePlugin } from './command/every-issue-plugin.ts';
import { invalidInput } from './command/invalid-input.ts';
import { rejectionErrorClasses } from './command/rejection-errors.ts';
import { forbidden } from './forbidden.ts';
import { isNodeType, readGlobalId } from './global-id.ts';
import { complexityLimits, tooComplex } from './limits.ts';
import { isObserved, observeField } from './observe-fields.ts';
import type { BuilderTypes } from './schema-types.ts';

/** The code-first schema; types, queries and mutations live in one folder per area. */
export const builder = new SchemaBuilder<BuilderTypes>({
  plugins: [
    TracingPlugin,
    ErrorsPlugin,
    ScopeAuthPlugin,
    ComplexityPlugin,
    DataloaderPlugin,
    PrismaPlugin,
    RelayPlugin,
    ValidationPlugin,
    everyIssuePlugin,
  ],
  defaultFieldNullability: false,
  tracing: { default: isObserved, wrap: observeField },
  errors: {
    defaultTypes: rejectionErrorClasses,
    directResult: true,
    unsafelyHandleInputErrors: true,
    defaultUnionOptions: {
      name: ({ fieldName }) => `${fieldName.charAt(0).toUpperCase()}${fieldName.slice(1)}Result`,
    },
  },
  scopeAuth: {
    // Once per object instead of once per field, and before even its type name is told.
    runScopesOnType: true,
    authScopes: ({ ctx: { caller } }) => ({
      permission: (permission) => may(caller, permission),
      userData: ({ permission, userId }) => mayReadUser(caller, permission, userId),
      payingUser: ({ permission, userId }) => mayLetPay(caller, permission, userId),
      signedIn: caller.kind !== 'anonymous',
    }),
    unauthorizedError: (_parent, { ctx }) => forbidden(ctx.caller),
  },
  complexity: {
    limit: complexityLimits,
    defaultComplexity: 1,
    defaultListMultiplier: 5,
    complexityError: tooComplex,
  },
  relay: {
    encodeGlobalID,
    decodeGlobalID: readGlobalId,
    nodeQueryOptions: {
      authScopes: { signedIn: true },
      nullable: true,
      // A type that is unknown or cannot be loaded by id is not found, as any other id.
      resolve: (_root, { id }, _context, info, resolveNode) =>
        isNodeType(info.schema, id.typename) ? resolveNode(id) : null,
    },
    // Many nodes at once would ask once each; lists have fields of their own.
    nodesQueryOptions: false,
    cursorType: 'String',
  },
  prisma: {
    client: ({ prisma }) => prisma(),
    dmmf: getDatamodel(),
    onUnusedQuery: 'error',
  },
  validation: { validationError: invalidInput },
});
