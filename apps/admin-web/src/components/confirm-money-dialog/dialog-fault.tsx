import { CopyText } from '../copy-text.tsx';
import classes from './confirm-money-dialog.module.css';
import type { Fault } from './use-command-dialog.ts';

/** After a broken connection nobody knows whether it happened; the key makes asking again safe. */
export function DialogFault({ fault }: { readonly fault: Fault | null }) {
  if (fault === null) return null;
  return (
    <div className={classes.fault} role="alert">
      <b>{fault.error.title}.</b> It is not known whether this was done. Trying again is safe: it
      happens once, whatever the number of tries.
      {fault.error.requestId ? (
        <div>
          Request <CopyText text={fault.error.requestId} what="request id" />
        </div>
      ) : null}
    </div>
  );
}
