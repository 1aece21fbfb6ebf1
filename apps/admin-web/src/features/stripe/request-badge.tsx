import { StatusBadge } from '../../components/status-badge.tsx';
import type { RequestFieldsFragment } from '../../generated/fragments/graphql.ts';
import { requestState } from './request-words.ts';

export function RequestBadge({ request }: { readonly request: RequestFieldsFragment }) {
  const { tone, word, title } = requestState(request);
  return (
    <StatusBadge tone={tone} title={title}>
      {word}
    </StatusBadge>
  );
}
