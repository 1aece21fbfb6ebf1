import { Button, Modal } from '@mantine/core';
import { CopyText } from './copy-text.tsx';
import classes from './secret-once.module.css';

type SecretOnceProps = {
  readonly title: string;
  /** What is copied: `the key`. */
  readonly what: string;
  readonly secret: string;
  /** Said in its place when an earlier try has shown it already. */
  readonly shownBefore: string;
  readonly onClose: () => void;
};

/** A secret that is shown this once; it goes away only when somebody says they have it. */
export function SecretOnce({ title, what, secret, shownBefore, onClose }: SecretOnceProps) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={520}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      <div className={classes.rows}>
        {secret === '' ? (
          <p className={classes.words}>{shownBefore}</p>
        ) : (
          <>
            <p className={classes.words}>
              Copy it now: it is not stored in the clear and cannot be shown again.
            </p>
            <span className={classes.secret}>
              <CopyText text={secret} what={what} />
            </span>
          </>
        )}
        <Button onClick={onClose}>I have it</Button>
      </div>
    </Modal>
  );
}

/** The secret of a mutation's payload; empty where it has none to show. */
export function secretIn(payload: unknown): string {
  const secret =
    typeof payload === 'object' && payload !== null && 'secret' in payload ? payload.secret : '';
  return typeof secret === 'string' ? secret : '';
}
