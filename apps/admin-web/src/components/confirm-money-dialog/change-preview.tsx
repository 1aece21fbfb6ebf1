import type { ChangeLine } from '@purser/schema/contract/request-context';
import { IconArrowRight } from '@tabler/icons-react';
import { labelWords, sideWords } from './change-words.ts';
import classes from './confirm-money-dialog.module.css';
import type { Preview } from './use-command-dialog.ts';

/** Before → change → after, line by line, as the server's dry run decided it. */
export function ChangePreview({ preview }: { readonly preview: Preview }) {
  return (
    <div className={classes.preview} aria-live="polite" data-status={preview.status}>
      <div className={classes.previewTitle}>What changes</div>
      <PreviewBody preview={preview} />
    </div>
  );
}

function PreviewBody({ preview }: { readonly preview: Preview }) {
  switch (preview.status) {
    case 'incomplete':
      return (
        <p className={classes.previewWords}>
          Fill in the fields above and the server says what would change.
        </p>
      );
    case 'rejected':
      return (
        <p className={classes.rejection} role="alert">
          {preview.message}
        </p>
      );
    case 'asking':
    case 'ready':
      return <ChangeLines changes={preview.changes} asking={preview.status === 'asking'} />;
  }
}

function ChangeLines({
  changes,
  asking,
}: {
  readonly changes: readonly ChangeLine[];
  readonly asking: boolean;
}) {
  if (changes.length === 0) {
    return (
      <p className={classes.previewWords}>
        {asking ? 'Asking the server…' : 'Nothing: it already is as asked.'}
      </p>
    );
  }
  return (
    <table className={classes.changes} data-asking={asking || undefined}>
      <tbody>
        {changes.map((change) => (
          <tr key={change.label}>
            <th scope="row">{labelWords(change.label)}</th>
            <td>{sideWords(change.before)}</td>
            <td className={classes.change}>{change.change}</td>
            <td className={classes.arrow}>
              <IconArrowRight size={14} aria-label="becomes" />
            </td>
            <td className={classes.after}>{sideWords(change.after)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
