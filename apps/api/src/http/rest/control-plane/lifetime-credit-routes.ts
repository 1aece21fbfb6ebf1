import { usdNumber } from '@purser/domain/money/format-usd';
import { microUsdToTokensFloor } from '@purser/domain/money/tokens';
import { estimateTokens } from '@purser/domain/turn/estimate';
import type { RequestContext } from '@purser/schema/contract/request-context';
import { userParams } from '@purser/schema/contract/rest/replenishment-bodies';
import {
  lifetimeBalanceAnswer,
  lifetimeCreditsAnswer,
} from '@purser/schema/contract/rest/tier-balance-answers';
import { lifetimeCreditsBody } from '@purser/schema/contract/rest/tier-balance-bodies';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import { contextOf } from '../../auth/request-context.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { metaOf, sendCommand } from './command-answer.ts';
import type { ControlPlaneDeps } from './control-plane-deps.ts';

/** A user's prepaid credits. */
export const lifetimeCreditRoutes: FastifyPluginAsyncZod<ControlPlaneDeps> = async (
  server,
  { useCases },
) => {
  server.post(
    '/add-lifetime-credits',
    {
      config: { permission: 'wallet:write', operation: 'add-wallet-credits' },
      schema: {
        tags: ['wallets'],
        summary: 'Add prepaid credits to the wallet of a user',
        operationId: 'addLifetimeCredits',
        body: lifetimeCreditsBody,
        response: { 201: answerSchema(lifetimeCreditsAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const { body } = request;
      // Who names a purchase says that somebody paid for it.
      const source = body.purchaseId === undefined ? ('operator' as const) : ('payment' as const);
      const outcome = await useCases.wallet.addCredits(
        contextOf(request),
        { ...body, source },
        metaOf(request, body.notes),
      );
      reply.code(201);
      return sendCommand(reply, outcome, ({ wallet, tokensAdded }) => ({
        status: 'ok' as const,
        message: 'Credits added',
        success: true as const,
        user_id: wallet.userId,
        usd_amount: usdNumber(body.amountMicroUsd),
        tokens_added: Number(tokensAdded),
        new_balance_tokens: inTokens(wallet),
        new_balance_usd: usdNumber(wallet.availableMicroUsd),
        reference_model: body.referenceModel ?? wallet.referenceModel,
      }));
    },
  );

  server.get(
    '/lifetime-balance/:user_id',
    {
      config: { permission: 'wallet:read', operation: 'read-lifetime-balance' },
      schema: {
        tags: ['wallets'],
        summary: 'How much prepaid credit a user has, and whether it is enough for a turn',
        operationId: 'readLifetimeBalance',
        params: userParams,
        response: { 200: answerSchema(lifetimeBalanceAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      const ctx = contextOf(request);
      const { user_id: userId } = request.params;
      const wallet = await useCases.wallet.get(ctx, { userId });
      const minimum = await minimumTokens(useCases, ctx, userId);
      const balanceTokens = inTokens(wallet);
      return {
        status: 'ok' as const,
        user_id: userId,
        has_purchased_credits: wallet.hasWallet,
        balance_tokens: balanceTokens,
        balance_usd: usdNumber(wallet.availableMicroUsd),
        minimum_required_tokens: minimum,
        can_use_budget: balanceTokens >= minimum,
        reference_model: wallet.referenceModel,
        message: wallet.hasWallet ? null : 'This user has no prepaid credits',
      };
    },
  );
};

function inTokens(wallet: {
  readonly availableMicroUsd: bigint;
  readonly referencePricePicoUsd: bigint;
}): number {
  return Number(microUsdToTokensFloor(wallet.availableMicroUsd, wallet.referencePricePicoUsd));
}

/** What a turn of this user holds when it says nothing of its size (rule T2). */
async function minimumTokens(
  useCases: UseCases,
  ctx: RequestContext,
  userId: string,
): Promise<number> {
  const breakdown = await useCases.quota.breakdown(ctx, { userId });
  const plan = breakdown && (await useCases.plan.get(ctx, { planId: breakdown.planId }));
  const { pricePicoUsd } = await useCases.budget.reference(ctx, {});
  const floorMicroUsd = plan?.reservationFloorMicroUsd ?? null;
  return Number(estimateTokens({}, { pricePicoUsd, floorMicroUsd }));
}
