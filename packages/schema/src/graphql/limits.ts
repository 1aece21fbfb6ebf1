import type { ComplexityErrorFn } from '@pothos/plugin-complexity';
import { GraphQLError } from 'graphql';

/** One page of 200 rows with every plain field fits; a page of pages does not. */
export const complexityLimits = { complexity: 20_000, depth: 14, breadth: 500 } as const;

/** Says which limit a query passes, and by how much. */
export const tooComplex: ComplexityErrorFn = (kind, result) => {
  const [name, actual, allowed] = {
    Complexity: ['cost', result.complexity, result.maxComplexity] as const,
    Depth: ['depth', result.depth, result.maxDepth] as const,
    Breadth: ['number of fields', result.breadth, result.maxBreadth] as const,
  }[kind];
  return new GraphQLError(
    `The query is too large: its ${name} is ${actual}, ${allowed} is allowed. Ask for less at once.`,
    { extensions: { code: 'QUERY_TOO_COMPLEX' } },
  );
};
