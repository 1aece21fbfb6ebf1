import { usdNumber } from '@purser/domain/money/format-usd';
import {
  renewOnceAnswer,
  subscriptionCanceledAnswer,
  subscriptionCreatedAnswer,
} from '@purser/schema/contract/rest/subscription-answers';
import {
  renewOnceBody,
  subscriptionCancelBody,
  subscriptionCreateBody,
} from '@purser/schema/contract/rest/subscription-bodies';
import type { Renewal, SubscriptionCanceled } from '@purser/schema/contract/subscription';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import { contextOf } from '../../auth/request-context.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { instantOrNull } from './amounts.ts';
import { createdOrKept, metaOf, sendCommand } from './command-answer.ts';
import type { ControlPlaneDeps } from './control-plane-deps.ts';

const renewalMessages: Readonly<Record<Renewal['action'], string>> = {
  applied: 'Subscription renewed',
  duplicate: 'This period was renewed before',
  not_due: 'No period has ended yet; send period_key to renew early',
};

const cancelMessages: Readonly<Record<SubscriptionCanceled['action'], string>> = {
  pending: 'The subscription ends with its period; its balance stays usable until then',
  applied: 'Subscription canceled',
  duplicate: 'The subscription was canceled before',
};

/** A subscription begins, renews and ends. */
export const subscriptionRoutes: FastifyPluginAsyncZod<ControlPlaneDeps> = async (
  server,
  { useCases: { subscription } },
) => {
  server.post(
    '/subscriptions/create',
    {
      config: { permission: 'subscription:write', operation: 'create-subscription' },
      schema: {
        tags: ['subscriptions'],
        summary: 'Put a user on a plan; a paid one opens its first period',
        operationId: 'createSubscription',
        body: subscriptionCreateBody,
        response: createdOrKept(answerSchema(subscriptionCreatedAnswer)),
      },
    },
    async (request, reply) => {
      const outcome = await subscription.create(contextOf(request), request.body, metaOf(request));
      reply.code(outcome.ok && outcome.value.action === 'created' ? 201 : 200);
      return sendCommand(reply, outcome, ({ action, subscription: view, stripe }) => ({
        status: 'ok' as const,
        message:
          action === 'created' ? 'Subscription created' : 'The user has this subscription already',
        action,
        plan_id: view.planId,
        subscription_status: view.status,
        ...(view.provider === 'stripe'
          ? {
              stripe_customer_id: stripe?.customerId ?? view.stripeCustomerId,
              stripe_subscription_id: stripe?.subscriptionId ?? view.stripeSubscriptionId,
              latest_invoice_id: stripe?.latestInvoiceId ?? null,
              payment_intent_id: stripe?.paymentIntentId ?? null,
              client_secret: stripe?.clientSecret ?? null,
            }
          : {}),
      }));
    },
  );

  server.post(
    '/subscriptions/internal/renew-once',
    {
      config: { permission: 'subscription:write', operation: 'renew-subscription' },
      schema: {
        tags: ['subscriptions'],
        summary: 'Close a period, open the next and top it up; once per period',
        operationId: 'renewOnce',
        body: renewOnceBody,
        response: { 200: answerSchema(renewOnceAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const { idempotencyKey, ...input } = request.body;
      const meta = {
        ...metaOf(request),
        ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      };
      const outcome = await subscription.renew(contextOf(request), input, meta);
      return sendCommand(reply, outcome, (renewal) => ({
        status: 'ok' as const,
        message: renewalMessages[renewal.action],
        action: renewal.action,
        external_id: renewal.externalId,
        period_key: renewal.openedPeriodKey,
        usd_amount: usdNumber(renewal.toppedUpMicroUsd),
        charged_at: instantOrNull(renewal.chargedAt),
        next_charge_at: instantOrNull(renewal.nextChargeAt),
      }));
    },
  );

  server.post(
    '/subscriptions/cancel',
    {
      config: { permission: 'subscription:write', operation: 'cancel-subscription' },
      schema: {
        tags: ['subscriptions'],
        summary: 'End a subscription now, or with its period',
        operationId: 'cancelSubscription',
        body: subscriptionCancelBody,
        response: { 200: answerSchema(subscriptionCanceledAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const { notes, ...input } = request.body;
      const outcome = await subscription.cancel(contextOf(request), input, metaOf(request, notes));
      return sendCommand(reply, outcome, ({ action, subscription: view }) => ({
        status: 'ok' as const,
        message: cancelMessages[action],
        action,
        cancel_at_period_end: view.cancelAtPeriodEnd,
        stripe_status: view.stripeStatus,
      }));
    },
  );
};
