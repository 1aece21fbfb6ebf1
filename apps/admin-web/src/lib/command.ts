import { useApolloClient } from '@apollo/client/react';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { ChangeLine } from '@purser/schema/contract/request-context';
import { useCallback } from 'react';

/** A command's answer, or the rejection it met: never a fault, those throw. */
export type CommandAnswer =
  | {
      readonly ok: true;
      readonly changes: readonly ChangeLine[];
      readonly replayed: boolean;
      readonly payload: unknown;
    }
  | {
      readonly ok: false;
      readonly typename: string;
      readonly message: string;
      readonly field: string | null;
    };

/** Every mutation's `input` carries these beside its own fields. */
export type CommandMetaInput = {
  readonly idempotencyKey?: string | null;
  readonly dryRun?: boolean | null;
  readonly reason?: string | null;
};

/**
 * Sends one mutation and reads its one payload. After an effect everything on screen is read again:
 * money is never guessed at in the browser.
 */
export function useCommand<Data extends object, Variables extends { input: object }>(
  document: TypedDocumentNode<Data, Variables>,
): (input: Variables['input']) => Promise<CommandAnswer> {
  const client = useApolloClient();
  return useCallback(
    async (input) => {
      const result = await client.mutate<Data, { input: object }>({
        mutation: document as TypedDocumentNode<Data, { input: object }>,
        variables: { input },
        fetchPolicy: 'no-cache',
      });
      const answer = readAnswer(result.data);
      const dryRun = (input as CommandMetaInput).dryRun === true;
      if (answer.ok && !dryRun) await client.refetchQueries({ include: 'active' });
      return answer;
    },
    [client, document],
  );
}

/** The payload of a mutation with one field: a success has `changes`, a rejection a `message`. */
export function readAnswer(data: object | null | undefined): CommandAnswer {
  const payload: unknown = Object.values(data ?? {}).find((value) => typeof value === 'object');
  if (!isRecord(payload)) throw new TypeError('The mutation answered nothing.');
  if (Array.isArray(payload.changes)) {
    return {
      ok: true,
      changes: payload.changes as ChangeLine[],
      replayed: payload.replayed === true,
      payload,
    };
  }
  return {
    ok: false,
    typename: String(payload.__typename),
    message: String(payload.message),
    field: typeof payload.field === 'string' ? payload.field : null,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
