import { Button } from '@mantine/core';
import { EmptyState } from '../components/empty-state.tsx';
import { PageHeader } from '../components/page-header.tsx';

/** A page that threw while drawing: a defect of the dashboard, said so. */
export function PageFault({ error }: { readonly error: unknown }) {
  return (
    <>
      <PageHeader title="This page broke" />
      <EmptyState
        title="The dashboard could not draw this page"
        action={
          <Button variant="default" onClick={() => window.location.reload()}>
            Load it again
          </Button>
        }
      >
        Nothing was changed by it. What it says:{' '}
        {error instanceof Error ? error.message : String(error)}
      </EmptyState>
    </>
  );
}
