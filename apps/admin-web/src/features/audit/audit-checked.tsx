import { useQuery } from '@apollo/client/react';
import { formatCount } from '@purser/domain/money/format-usd';
import { StatusBadge } from '../../components/status-badge.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { AuditChainStateDocument } from '../../generated/audit/graphql.ts';
import classes from './audit.module.css';

/** What the check of the chain found last, and where it breaks. */
export function AuditChecked() {
  const { data } = useQuery(AuditChainStateDocument);
  const chain = data?.overview.auditChain;
  if (!chain || chain.whole === null) return null;
  return (
    <span className={classes.checked}>
      {chain.whole ? (
        <StatusBadge tone="ok">chain of {formatCount(chain.sealed)} whole</StatusBadge>
      ) : (
        <StatusBadge tone="broken">
          chain breaks at number {formatCount(BigInt(chain.brokenAtSeq ?? '0'))}
        </StatusBadge>
      )}
      <span className="secondary small">
        checked <TimeAgo at={chain.checkedAt} />
      </span>
    </span>
  );
}
