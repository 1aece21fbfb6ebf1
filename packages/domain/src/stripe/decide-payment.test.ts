import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seedPackages } from '../plan/seed.ts';
import { decidePayment, type PaymentFacts, type PaymentTerms } from './decide-payment.ts';
import { keepableObject } from './keepable-object.ts';
import { signedText } from './signed-text.ts';

const terms: PaymentTerms = { packages: seedPackages, isTrusted: false, acceptAmount: false };

function paid(metadata: Record<string, string>, changes: Partial<PaymentFacts> = {}): PaymentFacts {
  return {
    paymentId: 'pi_1',
    amountCents: 3_000n,
    currency: 'usd',
    metadata,
    isForInvoice: false,
    ...changes,
  };
}

describe('a payment (rules E2 to E4)', () => {
  it.each([
    ['basic', 1_000n, 50n, 5_000_000n],
    ['pro', 3_000n, 200n, 20_000_000n],
    ['enterprise', 10_000n, 1_000n, 100_000_000n],
  ])('of the price of %s grants it for 30 days', (name, cents, requests, tokens) => {
    const facts = paid({ user_id: 'user123', package: name }, { amountCents: cents });
    expect(decidePayment(facts, terms)).toEqual({
      kind: 'package',
      userId: 'user123',
      packageId: name,
      bundleId: '*',
      adds: { requestsPerDay: requests, tokensPerDay: tokens },
      expiresInDays: 30,
      amountMicroUsd: cents * 10_000n,
    });
  });

  it('of any other amount grants nothing, unless an operator accepts it', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 99_999_999n }), (amountCents) => {
        fc.pre(amountCents !== 3_000n);
        const facts = paid({ user_id: 'u', package: 'pro' }, { amountCents });
        expect(decidePayment(facts, terms)).toMatchObject({
          kind: 'failed',
          code: 'amount_mismatch',
        });
        expect(decidePayment(facts, { ...terms, acceptAmount: true })).toMatchObject({
          kind: 'package',
          packageId: 'pro',
          amountMicroUsd: amountCents * 10_000n,
        });
      }),
    );
  });

  it.each([
    [
      'another currency',
      paid({ user_id: 'u', package: 'pro' }, { currency: 'eur' }),
      'currency_not_usd',
    ],
    ['no user', paid({ package: 'pro' }), 'user_missing'],
    [
      'a user id that cannot be',
      paid({ package: 'pro', user_id: 'a'.repeat(256) }),
      'user_missing',
    ],
    ['an unknown package', paid({ user_id: 'u', package: 'gold' }), 'unknown_package'],
    ['neither package nor amounts', paid({ user_id: 'u' }), 'nothing_named'],
    [
      'amounts of nothing',
      paid({ user_id: 'u', additional_requests_per_day: '0' }),
      'nothing_named',
    ],
    [
      'an amount that is none',
      paid({ user_id: 'u', additional_tokens_per_day: '1e9' }),
      'invalid_metadata',
    ],
    [
      'own amounts without a signature',
      paid({ user_id: 'u', additional_requests_per_day: '9' }),
      'untrusted_metadata',
    ],
    [
      'nothing received',
      paid({ user_id: 'u', purpose: 'wallet_topup' }, { amountCents: 0n }),
      'amount_mismatch',
    ],
  ])('with %s fails and says so', (_what, facts, code) => {
    expect(decidePayment(facts, terms)).toMatchObject({ kind: 'failed', code });
  });

  it.each([
    ['for something else', paid({ user_id: 'u', purpose: 'donation' }), 'other_purpose'],
    ['of an invoice', paid({}, { isForInvoice: true }), 'invoice_payment'],
  ])('%s is left alone', (_what, facts, code) => {
    expect(decidePayment(facts, terms)).toMatchObject({ kind: 'ignored', code });
  });

  it('with amounts of its own grants them where the metadata is trusted, for 30 days unless told', () => {
    const metadata = {
      user_id: 'u',
      additional_requests_per_day: '75',
      additional_tokens_per_hour: '9',
    };
    const trusted = { ...terms, isTrusted: true };
    expect(decidePayment(paid(metadata), trusted)).toMatchObject({
      kind: 'package',
      packageId: 'custom',
      adds: { requestsPerDay: 75n, tokensPerHour: 9n },
      expiresInDays: 30,
    });
    expect(decidePayment(paid({ ...metadata, expires_in_days: '7' }), trusted)).toMatchObject({
      expiresInDays: 7,
    });
    expect(decidePayment(paid({ ...metadata, expires_in_days: '0' }), trusted)).toMatchObject({
      code: 'invalid_metadata',
    });
  });

  it('for the wallet is worth what was received', () => {
    expect(decidePayment(paid({ user_id: 'u', purpose: 'wallet_topup' }), terms)).toEqual({
      kind: 'wallet',
      userId: 'u',
      amountMicroUsd: 30_000_000n,
    });
  });
});

describe('what purser_sig signs', () => {
  const facts = paid({
    user_id: 'u',
    project: 'demo',
    additional_requests_per_day: '9',
    note: 'a',
  });

  it('changes with user, project, granted amounts and the amount paid, and with nothing else', () => {
    const text = signedText(facts);
    for (const name of ['user_id', 'project', 'additional_requests_per_day', 'expires_in_days']) {
      const changed = { ...facts, metadata: { ...facts.metadata, [name]: '1' } };
      expect(signedText(changed)).not.toBe(text);
    }
    expect(signedText({ ...facts, amountCents: 1n })).not.toBe(text);
    expect(signedText({ ...facts, metadata: { ...facts.metadata, note: 'b' } })).toBe(text);
  });
});

describe('what is kept of an outside object', () => {
  it('speaks of no person, keeps metadata, and can be stored', () => {
    expect(
      keepableObject({
        id: 'pi_1',
        receipt_email: 'a@b.test',
        charges: [{ billing_details: { name: 'A' }, amount: 3 }],
        metadata: { name: 'kept', odd: 'a\0\uD800' },
      }),
    ).toEqual({
      id: 'pi_1',
      charges: [{ amount: 3 }],
      metadata: { name: 'kept', odd: 'a\uFFFD\uFFFD' },
    });
  });
});
