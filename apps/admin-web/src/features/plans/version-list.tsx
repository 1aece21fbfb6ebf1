import { EmptyState } from '../../components/empty-state.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import type { VersionFieldsFragment } from '../../generated/plans/graphql.ts';
import { versionLines } from './version-lines.ts';
import classes from './versions.module.css';

/** Every change, newest first: who, when, why, before and after. */
export function VersionList({ versions }: { readonly versions: readonly VersionFieldsFragment[] }) {
  if (versions.length === 0)
    return (
      <EmptyState title="Never changed">
        It is as it was when the project began. Every change from now on is kept here.
      </EmptyState>
    );
  return (
    <ol className={classes.versions}>
      {versions.map((version) => (
        <li key={version.id}>
          <p className={classes.head}>
            <b>Version {version.version}</b>
            <span>
              <TimeAgo at={version.changedAt} /> by <code>{version.actor}</code>
            </span>
          </p>
          <p className={classes.reason}>{version.reason}</p>
          <dl className={classes.lines}>
            {versionLines(version.before, version.after).map((line) => (
              <div key={line.path}>
                <dt>{line.path}</dt>
                <dd>
                  <s>{line.before}</s> → <b>{line.after}</b>
                </dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ol>
  );
}
