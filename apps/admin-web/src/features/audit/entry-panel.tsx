import { CopyText } from '../../components/copy-text.tsx';
import { Facts } from '../../components/facts.tsx';
import { SidePanel } from '../../components/side-panel.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import type { AuditEntryFieldsFragment } from '../../generated/audit/graphql.ts';
import classes from './audit.module.css';
import { TargetLink } from './target-link.tsx';

/** One entry whole: who, from where, why, and what it was before and after. */
export function EntryPanel({
  entry,
  onClose,
}: {
  readonly entry: AuditEntryFieldsFragment;
  readonly onClose: () => void;
}) {
  const lines = entry.changes;
  return (
    <SidePanel title={entry.action} onClose={onClose}>
      <Facts
        facts={[
          { term: 'When', value: <TimeAgo at={entry.recordedAt} /> },
          { term: 'Who', value: <code>{entry.actor}</code> },
          { term: 'As', value: entry.role },
          { term: 'To what', value: <TargetLink entry={entry} /> },
          { term: 'Why', value: entry.reason },
          { term: 'Request', value: <CopyText text={entry.requestId} what="request id" /> },
          { term: 'From', value: entry.sourceAddress ?? 'not recorded' },
          {
            term: 'Sealed',
            value: entry.sealedSeq === null ? 'not yet' : `as number ${entry.sealedSeq}`,
          },
        ]}
      />
      <h3 className={classes.heading}>Before and after</h3>
      {lines.length === 0 ? (
        <p className="secondary">Nothing but the fact itself was recorded.</p>
      ) : null}
      <table className={classes.diff}>
        <tbody>
          {lines.map((line) => (
            <tr key={line.path}>
              <th scope="row">{line.path}</th>
              <td className={classes.before}>{line.before}</td>
              <td className={classes.after}>{line.after}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </SidePanel>
  );
}
