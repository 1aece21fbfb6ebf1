import { GraphQLError } from 'graphql';
import { type FieldIssue, InvalidValueError } from './rejection-errors.ts';

export type InputIssue = {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
};

type Failure = { readonly issues: readonly InputIssue[] };

/**
 * What failed validation becomes: a typed member of a mutation's result, naming each field. A query
 * has no result union, so there the error is an ordinary one with the same issues.
 */
export function invalidInput(failure: Failure, args: Record<string, unknown>): Error {
  const issues = failure.issues.map(({ path = [], message }) => ({
    field: fieldOf(path),
    message,
  }));
  const message = issues.map(({ field, message: problem }) => `${field}: ${problem}`).join(' ');
  if ('input' in args) return new InvalidValueError({ code: 'invalid_value', message }, issues);
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', issues } });
}

function fieldOf(path: NonNullable<InputIssue['path']>): FieldIssue['field'] {
  const keys = path.map((part) => String(typeof part === 'object' ? part.key : part));
  return (keys[0] === 'input' ? keys.slice(1) : keys).join('.') || 'input';
}
