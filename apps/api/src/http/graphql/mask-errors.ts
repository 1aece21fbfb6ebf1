import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import type { GraphQLContext } from '@purser/schema/graphql/context';
import type { FastifyBaseLogger } from 'fastify';
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import { expectedProblem } from '../problems/expected-problem.ts';

/** What a request to GraphQL carries beside what resolvers see. */
export type LoggedContext = GraphQLContext & { readonly log: FastifyBaseLogger };

/**
 * Masks and logs what nobody expected, and names the request in every error. Expected failures are
 * typed in the schema and never come by here.
 */
export const maskErrors: ApolloServerPlugin<LoggedContext> = {
  async requestDidStart({ contextValue }) {
    const { requestId } = contextValue.ctx;
    return {
      async didEncounterErrors({ errors }) {
        for (const error of errors) {
          if (!isFault(error) || causeOf(error) !== null) continue;
          contextValue.log.error({ err: error.originalError ?? error }, 'GraphQL field failed');
        }
      },
      async willSendResponse({ response, errors = [] }) {
        if (response.body.kind !== 'single') return;
        const { singleResult } = response.body;
        const formatted = singleResult.errors;
        if (formatted === undefined) return;
        singleResult.errors = formatted.map((one, index) =>
          toPublic(one, errors[index], requestId),
        );
      },
    };
  },
};

/** An error without a code is one that no resolver made on purpose. */
function isFault(error: GraphQLError): boolean {
  const { code } = error.extensions;
  return code === undefined || code === ApolloServerErrorCode.INTERNAL_SERVER_ERROR;
}

/** What REST would call the failure behind an error; null when it is nobody's but ours. */
function causeOf(error: GraphQLError | undefined) {
  return error?.originalError ? expectedProblem(error.originalError) : null;
}

function toPublic(
  formatted: GraphQLFormattedError,
  error: GraphQLError | undefined,
  requestId: string,
): GraphQLFormattedError {
  const { code } = formatted.extensions ?? {};
  if (code !== ApolloServerErrorCode.INTERNAL_SERVER_ERROR) {
    return { ...formatted, extensions: { ...formatted.extensions, requestId } };
  }
  const { message = maskedMessage(requestId), code: cause } = causeOf(error) ?? {};
  const publicCode =
    cause === 'invalid_value' ? ApolloServerErrorCode.BAD_USER_INPUT : cause?.toUpperCase();
  return { ...formatted, message, extensions: { code: publicCode ?? code, requestId } };
}

function maskedMessage(requestId: string): string {
  return `The request failed. Name the request id ${requestId} when you ask about it.`;
}
