import { usdNumber } from '@purser/domain/money/format-usd';
import { walletRefundAnswer, walletRefundBody } from '@purser/schema/contract/rest/stripe-bodies';
import type { RefundView } from '@purser/schema/contract/stripe-money';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import { contextOf } from '../../auth/request-context.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { metaOf, sendCommand } from './command-answer.ts';
import type { ControlPlaneDeps } from './control-plane-deps.ts';

/** Bought credits are paid back. */
export const walletRefundRoute: FastifyPluginAsyncZod<ControlPlaneDeps> = async (
  server,
  { useCases: { wallet } },
) => {
  server.post(
    '/wallet/refund',
    {
      config: { permission: 'wallet:write', operation: 'refund-wallet' },
      schema: {
        tags: ['stripe'],
        summary: 'Take bought credits back and refund them at Stripe',
        operationId: 'refundWallet',
        body: walletRefundBody,
        response: { 200: answerSchema(walletRefundAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const { notes, ...input } = request.body;
      const outcome = await wallet.refund(contextOf(request), input, metaOf(request, notes));
      const isDuplicate = outcome.ok && outcome.replayed;
      return sendCommand(reply, outcome, (refund) => ({
        status: 'ok' as const,
        message: messageOf(refund),
        action: isDuplicate ? ('duplicate' as const) : ('pending' as const),
        external_id: refund.requestId,
        stripe_refund_id: refund.stripeRefundId,
        refund_status: refund.status,
        refund_usd: usdNumber(refund.amountMicroUsd),
        refund_tokens: Number(refund.tokens),
      }));
    },
  );
};

function messageOf({ status, error }: RefundView): string {
  if (status === 'succeeded') return 'Refunded';
  if (status === 'pending')
    return 'Refund requested; the credits are held until Stripe has decided';
  return error ?? 'Stripe did not make the refund; the credits are there again';
}
