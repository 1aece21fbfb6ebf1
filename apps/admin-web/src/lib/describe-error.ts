import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors';

/** What a failed request tells a person. */
export type DescribedError = {
  readonly title: string;
  readonly detail: string;
  /** For the log search of whoever runs the server. */
  readonly requestId: string | null;
  /** Whether trying again may help without changing anything. */
  readonly retryable: boolean;
};

/** Turns whatever a query or command threw into a sentence, a next step and a request id. */
export function describeError(error: unknown): DescribedError {
  if (CombinedGraphQLErrors.is(error)) return describeGraphqlErrors(error);
  if (ServerError.is(error)) return describeServerError(error);
  return {
    title: 'The server could not be reached',
    detail: 'Nothing is known to have changed. Check that it is running and try again.',
    requestId: null,
    retryable: true,
  };
}

function describeGraphqlErrors(error: CombinedGraphQLErrors): DescribedError {
  const first = error.errors[0];
  const code = textOf(first?.extensions?.code);
  const forbidden = code === 'FORBIDDEN' || code === 'NOT_ALLOWED';
  return {
    title: forbidden ? 'Your role may not see this' : 'The server could not answer this',
    detail: forbidden
      ? 'Ask an administrator of this tenant for the permission.'
      : (first?.message ?? 'No reason was given.'),
    requestId: textOf(first?.extensions?.requestId),
    retryable: !forbidden,
  };
}

function describeServerError(error: ServerError): DescribedError {
  const requestId = error.response.headers.get('x-request-id');
  if (error.statusCode === 401) {
    return {
      title: 'You are signed out',
      detail: 'Sign in again; the page keeps its place.',
      requestId,
      retryable: false,
    };
  }
  if (error.statusCode === 429 || error.statusCode === 503) {
    return {
      title: 'The server is busy',
      detail: 'Nothing changed. Try again in a moment.',
      requestId,
      retryable: true,
    };
  }
  return {
    title: `The server answered ${error.statusCode}`,
    detail: 'This is a fault of the server, and it was logged there.',
    requestId,
    retryable: error.statusCode >= 500,
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
