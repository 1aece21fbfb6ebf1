import type { WalletFacts } from '@purser/domain/breakdown/breakdown';
import type { RequestContext } from '@purser/schema/contract/request-context';
import type { UseCaseDeps } from '../use-case-deps.ts';
import { walletView } from '../wallet/wallet-view.ts';

/** A user's wallet for the breakdown; null without a lot. */
export async function loadWalletFacts(
  { readers }: UseCaseDeps,
  { scope }: RequestContext,
  userId: bigint,
  now: Date,
): Promise<WalletFacts | null> {
  const lots = await readers.wallets.lots(scope, userId, now);
  if (lots.length === 0) return null;
  const wallet = walletView({
    userId: '',
    lots,
    outflows: await readers.wallets.outflows(scope, userId),
    referenceModel: '',
    referencePricePicoUsd: 1n,
  });
  return { ...wallet, balanceMicroUsd: wallet.availableMicroUsd + wallet.heldMicroUsd };
}
