import { z } from 'zod';
import { stripeRequestKinds, stripeRequestStatuses } from '../../contract/stripe-request.ts';
import type { StripeRequestView } from '../../contract/stripe-views.ts';
import { builder } from '../builder.ts';
import { connectionFrom, connectionOf } from '../relay/connection.ts';
import { pageArgs, pageComplexity } from '../relay/page-args.ts';
import { sortArg, sortInput } from '../relay/sort-arg.ts';
import { idText } from '../text.ts';
import { valuesOf } from '../values-of.ts';
import { StripeRequestStatusEnum } from './request-status.ts';

const StripeRequestKindEnum = builder.enumType('StripeRequestKind', {
  description: 'What can be asked of Stripe.',
  values: valuesOf(stripeRequestKinds),
});

type Step = { readonly step: string; readonly at: Date; readonly note: string | null };

const StripeRequestStepRef = builder.objectRef<Step>('StripeRequestStep').implement({
  description: 'One step of a request on its way.',
  fields: (t) => ({
    step: t.exposeString('step', { description: '`requested`, `sent`, `waiting` or `ended`.' }),
    at: t.expose('at', { type: 'DateTime' }),
    note: t.exposeString('note', { nullable: true }),
  }),
});

const StripeRequestRef = builder.objectRef<StripeRequestView>('StripeRequest');

builder.node(StripeRequestRef, {
  description:
    'Something asked of Stripe: stored before it was asked, ended once by what Stripe decided.',
  authScopes: { permission: 'event:read' },
  id: { resolve: ({ id }) => id },
  loadOne: (id, { ctx, useCases }) => useCases.stripe.request(ctx, { id }),
  fields: (t) => ({
    requestId: t.exposeString('id'),
    kind: t.expose('kind', { type: StripeRequestKindEnum }),
    status: t.expose('status', { type: StripeRequestStatusEnum }),
    userId: t.exposeString('userId'),
    subject: t.exposeString('subject', {
      description: 'The object at Stripe that it is about; empty for what is new.',
    }),
    amountUsd: t.expose('amountMicroUsd', { type: 'Usd', nullable: true }),
    attempt: t.exposeInt('attempt', {
      description:
        'A new one, with a key of its own, begins when Stripe may have forgotten the last.',
    }),
    calls: t.exposeInt('calls', { description: 'Calls of it that were left without an answer.' }),
    stripeId: t.exposeString('stripeId', { nullable: true }),
    stripeStatus: t.exposeString('stripeStatus', { nullable: true, description: 'Stripe’s word.' }),
    errorCode: t.exposeString('errorCode', { nullable: true }),
    error: t.exposeString('error', { nullable: true }),
    actor: t.exposeString('actor'),
    reason: t.exposeString('reason'),
    nextCallAt: t.expose('nextCallAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it is asked again by itself.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true }),
    timeline: t.field({
      type: [StripeRequestStepRef],
      description: 'How far it has come, oldest first.',
      resolve: stepsOf,
    }),
  }),
});

function stepsOf(request: StripeRequestView): Step[] {
  const { createdAt, reason, sentAt, attempt, calls, updatedAt, error, endedAt, status } = request;
  const steps: Step[] = [{ step: 'requested', at: createdAt, note: reason }];
  if (sentAt !== null) steps.push({ step: 'sent', at: sentAt, note: `attempt ${attempt}` });
  if (endedAt !== null) return [...steps, { step: 'ended', at: endedAt, note: error ?? status }];
  if (calls > 0) steps.push({ step: 'waiting', at: updatedAt, note: error });
  return steps;
}

const StripeRequestConnection = connectionOf('StripeRequest', StripeRequestRef);

const StripeRequestSort = sortInput('StripeRequest', 'stripeRequests');

const statusList = z.array(z.enum(stripeRequestStatuses)).max(stripeRequestStatuses.length);

builder.queryField('stripeRequests', (t) =>
  t.field({
    type: StripeRequestConnection,
    description: 'What was asked of Stripe, newest first.',
    authScopes: { permission: 'event:read' },
    complexity: pageComplexity,
    args: {
      kind: t.arg({ type: StripeRequestKindEnum }),
      statuses: t.arg({ type: [StripeRequestStatusEnum], validate: statusList }),
      userId: t.arg.string({ validate: idText }),
      ...pageArgs(t.arg),
      ...sortArg(t.arg, StripeRequestSort),
    },
    resolve: (_root, { kind, statuses, userId, ...page }, { ctx, useCases }) =>
      connectionFrom(page, (request) =>
        useCases.stripe.requests(ctx, {
          kind: kind ?? undefined,
          statuses: statuses ?? undefined,
          userId: userId ?? undefined,
          ...request,
        }),
      ),
  }),
);
