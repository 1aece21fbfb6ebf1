import { Button } from '@mantine/core';
import { describeError } from '../lib/describe-error.ts';
import { CopyText } from './copy-text.tsx';
import classes from './empty-state.module.css';

/** Something broke: what happened, the next step, and the request id to hand to whoever runs the server. */
export function ErrorState({
  error,
  onRetry,
  stale = false,
}: {
  readonly error: unknown;
  readonly onRetry?: () => void;
  /** What was read before stands below. */
  readonly stale?: boolean;
}) {
  const told = describeError(error);
  return (
    <div className={`${classes.empty} ${classes.broken}`} role="alert">
      <div className={classes.rules} aria-hidden />
      <p className={classes.title}>{told.title}</p>
      <p className={classes.words}>
        {told.detail}
        {stale ? ' Below is what was read before.' : ''}
      </p>
      {told.requestId ? (
        <span className={classes.id}>
          Request <CopyText text={told.requestId} what="request id" />
        </span>
      ) : null}
      {onRetry && told.retryable ? (
        <div className={classes.action}>
          <Button variant="default" onClick={onRetry}>
            Try again
          </Button>
        </div>
      ) : null}
    </div>
  );
}
