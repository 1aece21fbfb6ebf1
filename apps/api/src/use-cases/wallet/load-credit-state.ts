import type { AddWalletCredits } from '@purser/schema/contract/inputs';
import type { ProjectSettings } from '../../ports/policy-store.ts';
import type { Stores } from '../../ports/unit-of-work.ts';
import type { UserRecord } from '../../ports/user-store.ts';
import type { EarlierCredit } from '../../ports/wallet-store.ts';
import type { Moment } from '../command/run-command.ts';
import type { WalletFacts } from './wallet-view.ts';

export type CreditState = {
  /** The ledger's key of this credit: the purchase if it has an id, else this command (rule L6). */
  readonly key: string;
  readonly earlier: EarlierCredit | null;
  readonly user: UserRecord;
  readonly wallet: WalletFacts;
  readonly referenceModel: string;
  /** Price that states tokens for this credit; null when the model is unknown. */
  readonly pricePicoUsd: bigint | null;
};

export async function loadCreditState(
  stores: Stores,
  input: AddWalletCredits,
  moment: Moment,
): Promise<CreditState> {
  const key = `wallet-credit:${input.purchaseId ?? moment.commandKey}`;
  const earlier = await stores.wallets.lockCredit(key);
  const user = await stores.users.ensure(input.userId, moment.now);
  const settings = await stores.policies.settings();
  return {
    key,
    earlier,
    user,
    wallet: await loadWallet(stores, user, settings, moment),
    referenceModel: input.referenceModel ?? settings.referenceModel,
    pricePicoUsd: await statedPrice(stores, input, settings, moment),
  };
}

/** A user's lots with what states their money in reference tokens. */
export async function loadWallet(
  stores: Stores,
  user: UserRecord,
  settings: ProjectSettings,
  moment: Moment,
): Promise<WalletFacts> {
  return {
    userId: user.externalId,
    lots: await stores.wallets.lots(user.id, moment.now),
    outflows: await stores.wallets.outflows(user.id),
    referenceModel: settings.referenceModel,
    referencePricePicoUsd: settings.referencePricePicoUsd,
  };
}

/** The project's reference price, unless another model is named: then that model's output price (rule M10). */
async function statedPrice(
  stores: Stores,
  input: AddWalletCredits,
  settings: ProjectSettings,
  moment: Moment,
): Promise<bigint | null> {
  const provider = input.referenceProvider ?? settings.referenceProvider;
  const model = input.referenceModel ?? settings.referenceModel;
  if (provider === settings.referenceProvider && model === settings.referenceModel) {
    return settings.referencePricePicoUsd;
  }
  return stores.wallets.outputPricePicoUsd(provider, model, moment.now);
}
