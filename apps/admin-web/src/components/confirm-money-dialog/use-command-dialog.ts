import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import type { ChangeLine } from '@purser/schema/contract/request-context';
import { useEffect, useRef, useState } from 'react';
import type { CommandAnswer } from '../../lib/command.ts';
import { type DescribedError, describeError } from '../../lib/describe-error.ts';
import type { DialogMeta } from './dialog-meta.ts';

export type Preview =
  | { readonly status: 'incomplete' }
  | { readonly status: 'asking'; readonly changes: readonly ChangeLine[] }
  | { readonly status: 'ready'; readonly changes: readonly ChangeLine[] }
  | { readonly status: 'rejected'; readonly message: string };

/** Why confirming did not end well; `unknown` when the effect may have happened all the same. */
export type Fault = { readonly error: DescribedError; readonly unknown: boolean };

type Dialog<Input extends object> = {
  readonly title: string;
  readonly input: Input | null;
  readonly send: (input: Input & DialogMeta) => Promise<CommandAnswer>;
  readonly onClose: () => void;
  readonly keepOpen?: boolean | undefined;
  readonly onDone?: ((answer: CommandAnswer & { ok: true }) => void) | undefined;
};

/** Preview by dry run, one key, one flight at a time, and an honest word when the network fails. */
export function useCommandDialog<Input extends object>(dialog: Dialog<Input>, reason: string) {
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const [preview, setPreview] = usePreview(dialog);
  const [sending, setSending] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const confirm = async () => {
    if (dialog.input === null) return;
    setSending(true);
    setFault(null);
    try {
      const answer = await dialog.send({ ...dialog.input, idempotencyKey, reason: reason.trim() });
      if (!answer.ok) return setPreview({ status: 'rejected', message: answer.message });
      notifications.show({
        message: answer.replayed
          ? `${dialog.title}: it was already done.`
          : `${dialog.title}: done.`,
        color: 'bottle',
      });
      dialog.onDone?.(answer);
      if (!dialog.keepOpen) dialog.onClose();
    } catch (error) {
      setFault({ error: describeError(error), unknown: true });
    } finally {
      setSending(false);
    }
  };
  return { preview, sending, fault, confirm };
}

const previewDelayMs = 250;

function usePreview<Input extends object>({ input, send }: Dialog<Input>) {
  const [preview, setPreview] = useState<Preview>({ status: 'incomplete' });
  const inputKey = input === null ? null : JSON.stringify(input);
  const [asked] = useDebouncedValue(inputKey, previewDelayMs);
  const latest = useRef({ input, send });
  latest.current = { input, send };
  useEffect(() => {
    if (inputKey === null) return setPreview({ status: 'incomplete' });
    setPreview((old) => ({ status: 'asking', changes: 'changes' in old ? old.changes : [] }));
    const given = latest.current.input;
    if (asked !== inputKey || given === null) return;
    let current = true;
    latest.current.send({ ...given, dryRun: true, reason: 'preview' }).then(
      (answer) => current && setPreview(previewOf(answer)),
      (error) =>
        current && setPreview({ status: 'rejected', message: describeError(error).detail }),
    );
    return () => {
      current = false;
    };
  }, [inputKey, asked]);
  return [preview, setPreview] as const;
}

function previewOf(answer: CommandAnswer): Preview {
  return answer.ok
    ? { status: 'ready', changes: answer.changes }
    : { status: 'rejected', message: answer.message };
}
