import { Link } from '@tanstack/react-router';
import { TimeAgo } from '../../components/time-ago.tsx';
import { TransferList } from '../../components/transfer-list.tsx';
import type { EventDetail } from './event-detail.ts';
import classes from './events.module.css';

type Effects = NonNullable<EventDetail['effects']>;

/** What an event changed here: the money that moved, and what the audit log says of it. */
export function EventEffects({ effects: { transfers, audit } }: { readonly effects: Effects }) {
  return (
    <>
      <h3 className={classes.heading}>What it changed</h3>
      {transfers.length + audit.length === 0 ? <p className="secondary">Nothing.</p> : null}
      {transfers.length > 0 ? (
        <TransferList transfers={transfers} label="Transfers of the event" exact />
      ) : null}
      <ul className={classes.entries} aria-label="Audit entries of the event">
        {audit.map((entry) => (
          <li key={entry.id}>
            <Link to="/audit" search={{ entry: entry.id }}>
              {entry.action}
            </Link>{' '}
            on {entry.targetType} <code>{entry.targetId}</code>, <TimeAgo at={entry.recordedAt} />
          </li>
        ))}
      </ul>
    </>
  );
}
