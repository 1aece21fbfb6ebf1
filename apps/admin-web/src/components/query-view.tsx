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

/** The states every query has: rows in place while loading, what broke, or the data; old data stays while newer loads. */
export function QueryView<Data>({ query, skeleton, children }: QueryViewProps<Data>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return <>{skeleton ?? <SkeletonRows />}</>;
}
