import { Button, TextInput } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';

const route = getRouteApi('/ledger/$accountId');

/** Chooses the instant a balance is shown as of, in UTC; the link keeps it. */
export function AsOf() {
  const { at } = route.useSearch();
  const navigate = route.useNavigate();
  const choose = (local: string) => {
    const atMs = Date.parse(`${local}:00Z`);
    if (Number.isNaN(atMs)) return;
    void navigate({ search: { at: new Date(atMs).toISOString() }, replace: true });
  };
  return (
    <>
      <TextInput
        type="datetime-local"
        aria-label="As of, in UTC"
        value={at ? at.slice(0, 16) : ''}
        onChange={(event) => choose(event.currentTarget.value)}
        rightSection={<span className="secondary small">UTC</span>}
        w={230}
      />
      {at ? (
        <Button variant="default" onClick={() => void navigate({ search: {} })}>
          Now
        </Button>
      ) : null}
    </>
  );
}
