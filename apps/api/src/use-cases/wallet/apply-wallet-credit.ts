import { microUsdToTokensFloor } from '@purser/domain/money/tokens';
import type { WalletView } from '@purser/schema/contract/money-views';
import type { AccountRef } from '../../ports/ledger.ts';
import type { Stores } from '../../ports/unit-of-work.ts';
import type { Moment } from '../command/run-command.ts';
import { postOrThrow } from '../ledger/post-or-throw.ts';
import type { CreditChange } from './credit-change.ts';
import { walletView } from './wallet-view.ts';

/** Opens the lot and posts its money: funding → wallet lot. */
export async function applyWalletCredit(
  stores: Stores,
  { key, lot, amountMicroUsd, expiresAt, reload }: CreditChange,
  moment: Moment,
): Promise<{ readonly wallet: WalletView; readonly tokensAdded: bigint }> {
  const account: AccountRef = { kind: 'wallet', reference: lot.id, ownerId: lot.userId, expiresAt };
  const funding = lot.source === 'payment' ? 'stripe' : 'operator';
  await stores.wallets.insertLot(lot);
  await postOrThrow(stores.ledger, {
    key,
    legs: [
      {
        debit: { kind: 'funding', reference: funding },
        credit: account,
        amountMicroUsd,
        kind: 'wallet_credit',
      },
    ],
    actor: moment.actor,
    reason: moment.reason,
    effectiveAtMs: moment.nowMs,
    ...(lot.purchaseId === null ? {} : { externalId: lot.purchaseId }),
  });
  const lots = await stores.wallets.lots(lot.userId, moment.now);
  return {
    wallet: walletView({ ...reload.wallet, lots }),
    tokensAdded: microUsdToTokensFloor(amountMicroUsd, lot.referencePricePicoUsd),
  };
}
