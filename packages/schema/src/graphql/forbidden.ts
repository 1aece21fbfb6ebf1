import { GraphQLError } from 'graphql';
import type { Caller } from '../contract/request-context.ts';

/** The answer to a caller that may not: who is unknown is asked to log in, all others are refused. */
export function forbidden(caller: Caller): GraphQLError {
  return caller.kind === 'anonymous'
    ? new GraphQLError('Log in or send a bearer token.', {
        extensions: { code: 'UNAUTHENTICATED' },
      })
    : new GraphQLError('Your role does not allow this.', { extensions: { code: 'FORBIDDEN' } });
}
