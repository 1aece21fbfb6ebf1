import type { AccountRef, LedgerPosting, PostingLeg } from '../../../src/ports/ledger.ts';
import type { PlainAccount, PlainState } from './plain-state.ts';

/** Any amount may leave them, as in PostgreSQL. */
const boundless = new Set(['funding', 'spend', 'revenue', 'breakage']);

export const accountName = ({ kind, reference }: Pick<AccountRef, 'kind' | 'reference'>) =>
  `${kind}:${reference}`;

/** Postings and holds by the rules of the ledger that Stripe's bookings meet (rules L1, L2, L4 and L6). */
export function plainLedger({ accounts, holds, keys }: PlainState): LedgerPosting {
  const account = (ref: AccountRef) => accounts.get(accountName(ref)) ?? newAccount(ref);
  const change = (ref: AccountRef, by: (account: PlainAccount) => Partial<PlainAccount>) => {
    const before = account(ref);
    accounts.set(accountName(ref), { ...before, ...by(before) });
  };
  const move = ({ debit, credit, amountMicroUsd: amount, kind }: PostingLeg) => {
    const rolled = kind === 'rollover' ? amount : 0n;
    change(debit, ({ debits, rolledOver }) => ({
      debits: debits + amount,
      rolledOver: rolledOver + rolled,
    }));
    change(credit, ({ credits }) => ({ credits: credits + amount }));
  };
  const claim = (key: string, [first]: readonly PostingLeg[]) => {
    if (keys.has(key)) throw new Error(`The key ${key} was posted before.`);
    keys.set(key, first === undefined ? '' : accountName(first.credit));
  };
  return {
    post: async ({ key, legs }) => {
      claim(key, legs);
      for (const leg of legs) move(leg);
      return { status: 'posted', transferIds: [key] };
    },
    hold: async ({ key, leg: { debit, amountMicroUsd: amount } }) => {
      const { credits, debits, pending, overdraft, isClosed } = account(debit);
      const isShort = overdraft !== null && credits - debits - pending + overdraft < amount;
      if (isShort || isClosed) return { status: 'short' };
      claim(key, []);
      change(debit, () => ({ pending: pending + amount }));
      holds.set(key, { account: accountName(debit), amount });
      return { status: 'held', holdId: key };
    },
    endHold: async ({ key, holdId, booked }) => {
      const held = holds.get(holdId);
      const before = held && accounts.get(held.account);
      if (held === undefined || before === undefined) throw new Error(`${holdId} is no open hold.`);
      holds.delete(holdId);
      accounts.set(held.account, { ...before, pending: before.pending - held.amount });
      if (booked === null) return;
      claim(key, [booked]);
      move(booked);
    },
    // One transaction runs at a time.
    lock: async () => undefined,
    close: async (ref) => change(ref, () => ({ isClosed: true })),
    setOverdraft: async (ref, overdraft) => change(ref, () => ({ overdraft })),
  };
}

function newAccount(ref: AccountRef): PlainAccount {
  const { kind, reference, overdraftMicroUsd, expiresAt } = ref;
  const overdraft = boundless.has(kind) ? null : (overdraftMicroUsd ?? 0n);
  return {
    ...{ kind, reference, credits: 0n, debits: 0n, pending: 0n, rolledOver: 0n },
    ...{ overdraft: overdraftMicroUsd === null ? null : overdraft },
    ...{ isClosed: false, expiresAt: expiresAt ?? null },
  };
}

/** An account's money as views have it. */
export function balanceOf(account: PlainAccount | undefined) {
  const { credits = 0n, debits = 0n, pending = 0n, overdraft = 0n } = account ?? {};
  return {
    creditsMicroUsd: credits,
    debitsMicroUsd: debits,
    balanceMicroUsd: credits - debits,
    heldMicroUsd: pending,
    availableMicroUsd: credits - debits - pending,
    overdraftMicroUsd: overdraft,
  };
}
