import type { PrismaClient } from '@purser/prisma/client';
import type { RequestContext } from '../contract/request-context.ts';
import type { FieldObservation } from './field-observation.ts';
import { createLoaders, type Loaders } from './loaders.ts';
import { type ScopedPrisma, scopedPrisma } from './scoped-prisma.ts';
import type { UseCases } from './use-cases.ts';

/** What every resolver is given: who asks, what can be asked, and the request's own reads. */
export type GraphQLContext = {
  readonly ctx: RequestContext;
  readonly useCases: UseCases;
  readonly loaders: Loaders;
  /** Reads plain fields of this project only; made when a field first needs it. */
  readonly prisma: () => ScopedPrisma;
  /** Told of every answered root field. */
  readonly observe: (observation: FieldObservation) => void;
};

/** The context of one request. */
export function createGraphQLContext({
  ctx,
  useCases,
  prisma,
  observe = () => {},
}: {
  readonly ctx: RequestContext;
  readonly useCases: UseCases;
  readonly prisma: PrismaClient;
  readonly observe?: (observation: FieldObservation) => void;
}): GraphQLContext {
  let scoped: ScopedPrisma | undefined;
  return {
    ctx,
    useCases,
    observe,
    loaders: createLoaders(ctx, useCases),
    prisma: () => {
      scoped ??= scopedPrisma(prisma, ctx.scope);
      return scoped;
    },
  };
}
