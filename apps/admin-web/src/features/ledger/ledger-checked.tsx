import { useQuery } from '@apollo/client/react';
import { StatusBadge } from '../../components/status-badge.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { LedgerStateDocument } from '../../generated/ledger/graphql.ts';

/** What the checker, which recomputes every balance from the transfers, found last. */
export function LedgerChecked() {
  const { data } = useQuery(LedgerStateDocument);
  const ledger = data?.overview.ledger;
  if (!ledger || ledger.balanced === null) return null;
  return (
    <span style={{ display: 'inline-flex', gap: 8, alignItems: 'baseline' }}>
      {ledger.balanced ? (
        <StatusBadge tone="ok">balanced</StatusBadge>
      ) : (
        <StatusBadge tone="broken">out of balance</StatusBadge>
      )}
      <span className="secondary small">
        checked <TimeAgo at={ledger.checkedAt} />
      </span>
    </span>
  );
}
