import type { WalletView } from '@purser/schema/contract/money-views';
import type { RequestContext } from '@purser/schema/contract/request-context';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import { bindCommand } from '../command/bind-command.ts';
import { projectNow } from '../project-now.ts';
import { refundView, refundWallet } from '../stripe/refunds/refund-wallet.ts';
import { bindRequest } from '../stripe/requests/ask-after.ts';
import type { UseCaseDeps } from '../use-case-deps.ts';
import { addWalletCredits } from './add-wallet-credits.ts';
import { walletView } from './wallet-view.ts';

export function walletUseCases(deps: UseCaseDeps): UseCases['wallet'] {
  const { users, wallets } = deps.readers;
  return {
    get: (ctx, { userId }) => readWallet(deps, ctx, userId),
    list: async (ctx, filter) => {
      const { settings } = (await deps.rules.rules(ctx.scope)).rules;
      const now = await projectNow({ clock: deps.clock }, ctx);
      const page = await wallets.list(ctx.scope, { ...filter, now });
      const { referenceModel, referencePricePicoUsd } = settings;
      return {
        ...page,
        items: page.items.map((parts) =>
          walletView({ ...parts, referenceModel, referencePricePicoUsd }),
        ),
      };
    },
    totals: async (ctx) => wallets.totals(ctx.scope, await projectNow({ clock: deps.clock }, ctx)),
    transfers: async (ctx, { userId, ...page }) => {
      const user = await users.find(ctx.scope, userId);
      if (user === null) return { items: [], nextCursor: null };
      return wallets.transfers(ctx.scope, user.id, page);
    },
    addCredits: bindCommand(deps, addWalletCredits),
    refund: bindRequest(deps, refundWallet, refundView),
  };
}

/** A user's wallet; of a user never seen an empty one. */
async function readWallet(
  { readers, rules, clock }: UseCaseDeps,
  ctx: RequestContext,
  userId: string,
): Promise<WalletView> {
  const { settings } = (await rules.rules(ctx.scope)).rules;
  const user = await readers.users.find(ctx.scope, userId);
  const now = await projectNow({ clock }, ctx);
  return walletView({
    userId,
    lots: user === null ? [] : await readers.wallets.lots(ctx.scope, user.id, now),
    outflows:
      user === null
        ? { refundedMicroUsd: 0n, returnedMicroUsd: 0n, expiredMicroUsd: 0n }
        : await readers.wallets.outflows(ctx.scope, user.id),
    referenceModel: settings.referenceModel,
    referencePricePicoUsd: settings.referencePricePicoUsd,
  });
}
