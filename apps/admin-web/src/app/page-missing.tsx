import { Link } from '@tanstack/react-router';
import { EmptyState } from '../components/empty-state.tsx';
import { PageHeader } from '../components/page-header.tsx';

/** An address that leads nowhere. */
export function PageMissing() {
  return (
    <>
      <PageHeader title="No such page" />
      <EmptyState
        title="Nothing lives at this address"
        action={<Link to="/">Go to the overview</Link>}
      >
        The link may be old, or mistyped.
      </EmptyState>
    </>
  );
}
