import type { ArgBuilder } from '@pothos/core';
import type { TransferMatch } from '../../contract/inputs.ts';
import type { TransferView } from '../../contract/money-views.ts';
import { builder } from '../builder.ts';
import { connectionOf } from '../relay/connection.ts';
import { pageArgs } from '../relay/page-args.ts';
import { sortArg, sortInput } from '../relay/sort-arg.ts';
import type { SchemaTypes } from '../schema-types.ts';
import { idText } from '../text.ts';
import { valuesOf } from '../values-of.ts';

const TransferPhase = builder.enumType('TransferPhase', {
  description: 'Only POST and SETTLE move posted money; HOLD, VOID and EXPIRE move what is held.',
  values: valuesOf(['post', 'hold', 'settle', 'void', 'expire']),
});

const TransferSideRef = builder.objectRef<TransferView['debit']>('TransferSide').implement({
  description: 'An account as a transfer names it.',
  fields: (t) => ({
    accountId: t.exposeString('id'),
    kind: t.exposeString('kind'),
    reference: t.exposeString('reference'),
  }),
});

export const TransferRef = builder.objectRef<TransferView>('Transfer').implement({
  description: 'An immutable movement between two accounts.',
  fields: (t) => ({
    id: t.globalID({ resolve: ({ id }) => ({ type: 'Transfer', id }) }),
    transferId: t.exposeString('id'),
    phase: t.expose('phase', { type: TransferPhase }),
    kind: t.exposeString('kind'),
    debit: t.expose('debit', { type: TransferSideRef }),
    credit: t.expose('credit', { type: TransferSideRef }),
    amountUsd: t.expose('amountMicroUsd', { type: 'Usd' }),
    holdId: t.exposeString('holdId', {
      nullable: true,
      description: 'The hold that this settles, voids or expires.',
    }),
    effectiveAt: t.expose('effectiveAt', { type: 'DateTime' }),
    recordedAt: t.expose('recordedAt', { type: 'DateTime' }),
    actor: t.exposeString('actor'),
    reason: t.exposeString('reason'),
    idempotencyKey: t.exposeString('idempotencyKey'),
    turnId: t.exposeString('turnId', { nullable: true }),
    externalId: t.exposeString('externalId', { nullable: true }),
  }),
});

export const TransferConnection = connectionOf('Transfer', TransferRef);

const TransferSort = sortInput('Transfer', 'transfers');

/** Every list of transfers is filtered, sorted and paged alike. */
export function transferArgs(arg: ArgBuilder<SchemaTypes>) {
  return {
    kind: arg.string({
      validate: idText,
      description: 'Only of this kind, as `Transfer.kind` says it.',
    }),
    phase: arg({ type: TransferPhase }),
    ...pageArgs(arg),
    ...sortArg(arg, TransferSort),
  };
}

/** The filter among the arguments of a list of transfers. */
export function matchOf({
  kind,
  phase,
}: {
  readonly kind?: string | null | undefined;
  readonly phase?: TransferView['phase'] | null | undefined;
}): TransferMatch {
  return { kind: kind ?? undefined, phase: phase ?? undefined };
}
