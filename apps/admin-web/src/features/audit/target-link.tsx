import { Link } from '@tanstack/react-router';
import type { AuditEntryFieldsFragment } from '../../generated/audit/graphql.ts';

/** What an entry was done to, as a link where there is a page for it. */
export function TargetLink({
  entry,
}: {
  readonly entry: Pick<AuditEntryFieldsFragment, 'targetType' | 'targetId'>;
}) {
  const { targetType, targetId } = entry;
  const id = <code>{targetId}</code>;
  switch (targetType) {
    case 'user':
    case 'wallet':
      return (
        <>
          {targetType}{' '}
          <Link to="/users/$userId" params={{ userId: targetId }}>
            {id}
          </Link>
        </>
      );
    case 'plan':
      return (
        <>
          plan{' '}
          <Link to="/plans" search={{ plan: targetId }}>
            {id}
          </Link>
        </>
      );
    default:
      return (
        <>
          {targetType.replaceAll(/[_-]/g, ' ')} {id}
        </>
      );
  }
}
