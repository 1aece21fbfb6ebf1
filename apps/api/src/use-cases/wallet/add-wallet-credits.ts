import { formatUsdExact } from '@purser/domain/money/format-usd';
import { microUsdToTokensFloor } from '@purser/domain/money/tokens';
import { accepted, rejected } from '@purser/domain/outcome';
import type { AddWalletCredits } from '@purser/schema/contract/inputs';
import type { LotView, WalletView } from '@purser/schema/contract/money-views';
import { changeLines, instantText } from '../command/change-lines.ts';
import type { CommandDefinition, Moment } from '../command/run-command.ts';
import { applyWalletCredit } from './apply-wallet-credit.ts';
import type { CreditChange } from './credit-change.ts';
import { type CreditState, loadCreditState } from './load-credit-state.ts';
import { walletView } from './wallet-view.ts';

type Value = { readonly wallet: WalletView; readonly tokensAdded: bigint };

const dayMs = 86_400_000;

/**
 * Adds money to a user's wallet as a lot of its own. A purchase id credits once, whoever sends it
 * and however often (rules F8 and L6).
 */
export const addWalletCredits: CommandDefinition<
  AddWalletCredits,
  CreditState,
  CreditChange,
  Value
> = {
  operation: 'add-wallet-credits',
  load: loadCreditState,
  decide: (state, input, moment) => {
    const { earlier, user, pricePicoUsd } = state;
    if (pricePicoUsd === null) return rejected(unknownModel(state.referenceModel));
    if (earlier !== null && !isSameCredit(state, input)) return rejected(otherPurchase);
    const change = newCredit(state, input, pricePicoUsd, moment);
    const before = walletView(state.wallet);
    const lots = [...state.wallet.lots, lotPreview(change, moment)];
    const after = earlier === null ? walletView({ ...state.wallet, lots }) : before;
    const price = earlier?.referencePricePicoUsd ?? pricePicoUsd;
    return accepted({
      change,
      preview: { wallet: after, tokensAdded: microUsdToTokensFloor(input.amountMicroUsd, price) },
      changes: changeLines([
        line('wallet available', before.availableMicroUsd, after.availableMicroUsd),
        { label: 'expires', before: null, after: instantText(change.expiresAt) },
      ]),
      audit: {
        targetType: 'user',
        targetId: String(user.id),
        before: { availableMicroUsd: before.availableMicroUsd },
        after: {
          availableMicroUsd: after.availableMicroUsd,
          lotId: change.lot.id,
          amountMicroUsd: input.amountMicroUsd,
          purchaseId: change.lot.purchaseId,
          expiresAt: change.expiresAt,
        },
      },
      affects: { userId: user.id },
      unchanged: earlier !== null,
    });
  },
  apply: applyWalletCredit,
};

function newCredit(
  state: CreditState,
  input: AddWalletCredits,
  pricePicoUsd: bigint,
  moment: Moment,
): CreditChange {
  const days = input.expiresInDays ?? null;
  return {
    key: state.key,
    amountMicroUsd: input.amountMicroUsd,
    expiresAt: days === null ? null : new Date(moment.nowMs + days * dayMs),
    lot: {
      id: moment.newId(),
      userId: state.user.id,
      source: input.source,
      purchaseId: input.purchaseId ?? null,
      referenceModel: state.referenceModel,
      referencePricePicoUsd: pricePicoUsd,
      notes: input.notes ?? null,
      createdBy: moment.actor,
      createdAt: moment.now,
    },
    reload: state,
  };
}

function lotPreview({ lot, amountMicroUsd, expiresAt }: CreditChange, moment: Moment): LotView {
  return {
    ...lot,
    creditsMicroUsd: amountMicroUsd,
    debitsMicroUsd: 0n,
    balanceMicroUsd: amountMicroUsd,
    heldMicroUsd: 0n,
    availableMicroUsd: amountMicroUsd,
    overdraftMicroUsd: 0n,
    expiresAt,
    isExpired: expiresAt !== null && expiresAt <= moment.now,
  };
}

function isSameCredit({ earlier, user }: CreditState, input: AddWalletCredits): boolean {
  return earlier?.userId === user.id && earlier.amountMicroUsd === input.amountMicroUsd;
}

function line(label: string, beforeMicroUsd: bigint, afterMicroUsd: bigint) {
  return { label, before: formatUsdExact(beforeMicroUsd), after: formatUsdExact(afterMicroUsd) };
}

const otherPurchase = {
  code: 'key_conflict' as const,
  field: 'purchaseId',
  message: 'This purchase was credited before, to another user or with another amount.',
};

function unknownModel(model: string) {
  return {
    code: 'invalid_value' as const,
    field: 'referenceModel',
    message: `The price table has no output price for the model "${model}".`,
  };
}
