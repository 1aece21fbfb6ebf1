import type { ReactNode } from 'react';
import { ErrorState } from './error-state.tsx';
import { SkeletonRows } from './skeleton-rows.tsx';

type Answer<Data> = {
  readonly data: Data | undefined;
  readonly error?: unknown;
  readonly refetch: () => unknown;
};

type QueryViewProps<Data> = {
  readonly query: Answer<Data>;
  readonly skeleton?: ReactNode;
  readonly children: (data: Data) => ReactNode;
};

/**
 * The states every query has: rows in place while loading, what broke, or the data. Old data stays while newer
 * loads, and below what broke when newer could not be had: it must not pass for the answer.
 */
export function QueryView<Data>({ query, skeleton, children }: QueryViewProps<Data>) {
  const { data, error, refetch } = query;
  const broken = error ? (
    <ErrorState error={error} onRetry={() => void refetch()} stale={data !== undefined} />
  ) : null;
  if (data === undefined) return broken ?? skeleton ?? <SkeletonRows />;
  return (
    <>
      {broken}
      {children(data)}
    </>
  );
}
