import type { InputFieldBuilder } from '@pothos/core';
import type { Rejection } from '../../contract/rejections.ts';
import type { ChangeLine, CommandMeta, CommandOutcome } from '../../contract/request-context.ts';
import { builder } from '../builder.ts';
import type { SchemaTypes } from '../schema-types.ts';
import { keyText, reasonText } from '../text.ts';
import { rejectionError } from './rejection-errors.ts';

/** A command that went through: its value and the change it made, or would make. */
export type Settled<Value> = Extract<CommandOutcome<Value, never>, { ok: true }>;

const ChangeRef = builder.objectRef<ChangeLine>('Change').implement({
  description: 'One line of what a command changes: before → change → after.',
  fields: (t) => ({
    label: t.exposeString('label'),
    before: t.exposeString('before', { nullable: true }),
    change: t.exposeString('change', {
      nullable: true,
      description: 'What is added or set, where before and after are sums of more than it.',
    }),
    after: t.exposeString('after', { nullable: true }),
  }),
});

/** What the payload of every mutation carries. */
export const CommandPayload = builder.interfaceRef<Settled<unknown>>('CommandPayload').implement({
  fields: (t) => ({
    changes: t.expose('changes', { type: [ChangeRef] }),
    dryRun: t.exposeBoolean('dryRun', {
      description: 'True when nothing was changed because a dry run was asked for.',
    }),
    replayed: t.exposeBoolean('replayed', {
      description: 'True when this idempotency key was used before: this is the first answer.',
    }),
  }),
});

/** The payload type of one mutation; its own fields read `value`. */
export function payloadRef<Value>(name: string) {
  return builder.objectRef<Settled<Value>>(name);
}

/** The fields every mutation's input has beside its own. */
export function commandFields(t: InputFieldBuilder<SchemaTypes, 'InputObject'>) {
  return {
    idempotencyKey: t.string({
      validate: keyText,
      description: 'One key per intention: the same key and content give the first answer again.',
    }),
    reason: t.string({ validate: reasonText, description: 'Why, for the audit log.' }),
    dryRun: t.boolean({
      required: true,
      defaultValue: false,
      description: 'Decide and answer what would change, and change nothing.',
    }),
  };
}

type CommandInput = {
  readonly idempotencyKey?: string | null | undefined;
  readonly reason?: string | null | undefined;
  readonly dryRun: boolean;
};

/** The part of an input that speaks about the command itself. */
export function metaOf({ idempotencyKey, reason, dryRun }: CommandInput): CommandMeta {
  return {
    dryRun,
    ...(idempotencyKey == null ? {} : { idempotencyKey }),
    ...(reason == null ? {} : { reason }),
  };
}

/** Passes a command's value on; a rejection becomes its member of the result union. */
export function settled<Value>(outcome: CommandOutcome<Value, Rejection>): Settled<Value> {
  if (!outcome.ok) throw rejectionError(outcome.rejection);
  return outcome;
}
