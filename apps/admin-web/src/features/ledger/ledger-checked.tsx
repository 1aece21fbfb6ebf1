import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { StatusBadge } from '../../components/status-badge.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { LedgerStateDocument } from '../../generated/ledger/graphql.ts';
import { useMay } from '../../session/session-provider.tsx';

/** How often the last check is read again: one that was started by hand may still be running. */
const pollMs = 10_000;

/** What the checker, which recomputes every balance from the transfers, found last; and a way to run it now. */
export function LedgerChecked({ onCheck }: { readonly onCheck: () => void }) {
  const { data } = useQuery(LedgerStateDocument, { pollInterval: pollMs });
  const mayRun = useMay('job:run');
  const ledger = data?.overview.ledger;
  return (
    <>
      {ledger ? (
        <span style={{ display: 'inline-flex', gap: 8, alignItems: 'center' }}>
          {ledger.balanced === null ? (
            <StatusBadge tone="neutral">not checked</StatusBadge>
          ) : ledger.balanced ? (
            <StatusBadge tone="ok">balanced</StatusBadge>
          ) : (
            <StatusBadge tone="broken">out of balance</StatusBadge>
          )}
          <span className="secondary small">
            checked <TimeAgo at={ledger.checkedAt} none="not yet" />
          </span>
        </span>
      ) : null}
      {mayRun ? (
        <Button variant="default" onClick={onCheck}>
          Check now
        </Button>
      ) : null}
    </>
  );
}
