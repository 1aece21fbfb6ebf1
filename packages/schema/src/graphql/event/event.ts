import type { ArgBuilder } from '@pothos/core';
import { z } from 'zod';
import {
  type EventEffects,
  type EventSource,
  type EventStatus,
  type ExternalEventView,
  eventSources,
  eventStatuses,
} from '../../contract/event.ts';
import { AuditEntryRef } from '../audit/audit.ts';
import { builder } from '../builder.ts';
import type { GraphQLContext } from '../context.ts';
import { TransferRef } from '../ledger/transfer.ts';
import { connectionFrom, connectionOf, type PageArgs } from '../relay/connection.ts';
import { pageArgs, pageComplexity } from '../relay/page-args.ts';
import { sortArg, sortInput } from '../relay/sort-arg.ts';
import type { SchemaTypes } from '../schema-types.ts';
import { idText } from '../text.ts';
import { valuesOf } from '../values-of.ts';

const EventSourceEnum = builder.enumType('EventSource', {
  description: 'Where an outside event came from.',
  values: valuesOf(eventSources),
});

const EventStatusEnum = builder.enumType('EventStatus', {
  description:
    'RECEIVED waits for Purser, PENDING for Stripe; APPLIED and IGNORED are done; FAILED asks for an operator.',
  values: valuesOf(eventStatuses),
});

const EventEffectsRef = builder.objectRef<EventEffects>('EventEffects').implement({
  description: 'What an outside event changed here.',
  fields: (t) => ({
    transfers: t.field({ type: [TransferRef], resolve: ({ transfers }) => [...transfers] }),
    audit: t.field({ type: [AuditEntryRef], resolve: ({ audit }) => [...audit] }),
  }),
});

export const ExternalEventRef = builder.objectRef<ExternalEventView>('ExternalEvent');

builder.node(ExternalEventRef, {
  description: 'Something that happened outside, such as a payment at Stripe, and what came of it.',
  authScopes: { permission: 'event:read' },
  id: { resolve: ({ id }) => id },
  loadOne: (id, { ctx, useCases }) => useCases.event.get(ctx, { id }),
  fields: (t) => ({
    eventId: t.exposeString('id'),
    source: t.expose('source', { type: EventSourceEnum }),
    kind: t.exposeString('kind', { description: 'Stripe’s type, or our own word for it.' }),
    externalId: t.exposeString('externalId', { description: 'Its id where it happened.' }),
    status: t.expose('status', { type: EventStatusEnum }),
    userId: t.exposeString('userId', { nullable: true }),
    amountUsd: t.expose('amountMicroUsd', { type: 'Usd', nullable: true }),
    tokens: t.expose('tokens', { type: 'BigInt', nullable: true }),
    currency: t.exposeString('currency', { nullable: true }),
    errorCode: t.exposeString('errorCode', {
      nullable: true,
      description: 'Why it failed or was ignored, for machines.',
    }),
    error: t.exposeString('error', { nullable: true, description: 'The same for people.' }),
    payload: t.expose('payload', {
      type: 'JSON',
      description: 'What is kept of it: nothing that speaks of a person.',
    }),
    effects: t.field({
      type: EventEffectsRef,
      nullable: true,
      description:
        'Of an event of Stripe: its transfers and audit entries; null for those of our own.',
      resolve: ({ source, externalId }, _args, { loaders }) =>
        source === 'stripe' ? loaders.eventEffects.load(externalId) : null,
    }),
    attempts: t.exposeInt('attempts', { description: 'Attempts that ended in a fault of ours.' }),
    nextAttemptAt: t.expose('nextAttemptAt', { type: 'DateTime', nullable: true }),
    occurredAt: t.expose('occurredAt', { type: 'DateTime' }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
  }),
});

const ExternalEventConnection = connectionOf('ExternalEvent', ExternalEventRef);

const statusList = z.array(z.enum(eventStatuses)).max(eventStatuses.length);

const EventSort = sortInput('ExternalEvent', 'events');

function eventArgs(arg: ArgBuilder<SchemaTypes>) {
  return {
    kind: arg.string({ validate: idText }),
    statuses: arg({ type: [EventStatusEnum], validate: statusList }),
    userId: arg.string({ validate: idText }),
    ...pageArgs(arg),
    ...sortArg(arg, EventSort),
  };
}

type EventArgs = PageArgs & {
  readonly kind?: string | null | undefined;
  readonly statuses?: readonly EventStatus[] | null | undefined;
  readonly userId?: string | null | undefined;
};

function listEvents(
  { kind, statuses, userId, ...page }: EventArgs,
  source: EventSource | null | undefined,
  { ctx, useCases }: GraphQLContext,
) {
  return connectionFrom(page, (request) =>
    useCases.event.list(ctx, {
      source: source ?? undefined,
      kind: kind ?? undefined,
      statuses: statuses ?? undefined,
      userId: userId ?? undefined,
      ...request,
    }),
  );
}

builder.queryField('economicsEvents', (t) =>
  t.field({
    type: ExternalEventConnection,
    description: 'Outside events, newest first.',
    authScopes: { permission: 'event:read' },
    complexity: pageComplexity,
    args: { source: t.arg({ type: EventSourceEnum }), ...eventArgs(t.arg) },
    resolve: (_root, { source, ...args }, context) => listEvents(args, source, context),
  }),
);

builder.queryField('stripeEvents', (t) =>
  t.field({
    type: ExternalEventConnection,
    description: 'What Stripe told, newest first.',
    authScopes: { permission: 'event:read' },
    complexity: pageComplexity,
    args: eventArgs(t.arg),
    resolve: (_root, args, context) => listEvents(args, 'stripe', context),
  }),
);
