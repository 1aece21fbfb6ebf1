import { expect, test } from 'vitest';
import { BalanceMirror } from './balance-mirror.ts';
import type { FundingQuestion } from './funding-query.ts';

const noonMs = Date.UTC(2026, 2, 4, 12);

/** A mirror of a bank whose clock the test moves; every balance is the instant of its reading. */
function openMirror() {
  const bank = {
    ms: 0,
    cut: false,
    onTheWay: Promise.resolve(),
    reads: [] as (readonly bigint[])[],
  };
  const mirror = new BalanceMirror({
    localMs: () => bank.ms,
    read: async (questions, readAtMs) => {
      if (bank.cut) throw new Error('The bank cannot be asked.');
      bank.reads.push(questions.map(({ userId }) => userId));
      const wallet = { available: BigInt(bank.ms), balance: BigInt(bank.ms) };
      const wallets = new Map(questions.map(({ userId }) => [userId, wallet]));
      await bank.onTheWay;
      return { primaries: new Map(), wallets, readAtMs };
    },
  });
  const ask = async (userId: bigint, aheadMs = 0) =>
    mirror.funding(questionOf(userId, bank.ms + aheadMs));
  return { bank, mirror, ask };
}

function questionOf(userId: bigint, aheadMs: number): FundingQuestion {
  return { userId, primaryId: null, nowMs: noonMs + aheadMs };
}

/** Lets reads begin and end. */
async function afterReads(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise(setImmediate);
}

test('no answer is built from balances older than a second, however users are asked about', async () => {
  const { bank, ask } = openMirror();
  let seed = 20261201;
  const draw = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % below;
  };
  for (let step = 0; step < 1_500; step += 1) {
    bank.ms += draw(10) === 0 ? draw(1_100) : draw(40);
    const { walletBalanceMicroUsd, readAtMs } = await ask(BigInt(draw(30)));
    expect(bank.ms - Number(walletBalanceMicroUsd)).toBeLessThanOrEqual(1_000);
    expect(noonMs + bank.ms - readAtMs).toBeLessThanOrEqual(1_000);
  }
});

test('a reading counts from before it was asked for, so one that takes long serves nobody afterwards', async () => {
  const { bank, ask } = openMirror();
  const way = Promise.withResolvers<void>();
  bank.onTheWay = way.promise;
  const slow = ask(1n);
  await afterReads();
  bank.ms += 1_001;
  bank.onTheWay = Promise.resolve();
  way.resolve();
  await slow;
  expect((await ask(1n)).walletBalanceMicroUsd).toBe(1_001n);
});

test('who is asked about first is read, and from then on with all others of ten seconds, without a question waiting', async () => {
  const { bank, ask } = openMirror();
  await Promise.all([ask(1n), ask(2n)]);
  expect(bank.reads).toEqual([[1n, 2n]]);
  for (let refresh = 0; refresh < 17; refresh += 1) {
    bank.ms += 700;
    await ask(1n);
    await afterReads();
  }
  await ask(3n);
  const [, ...later] = bank.reads;
  expect(later.slice(0, 14)).toEqual(Array.from({ length: 14 }, () => [1n, 2n]));
  expect(later.slice(14)).toEqual([[1n], [1n], [1n], [3n]]);
});

test('after a command of this process nothing serves that was read, or is being read, before its end', async () => {
  const { bank, mirror, ask } = openMirror();
  await ask(1n);
  bank.ms += 700;
  const way = Promise.withResolvers<void>();
  bank.onTheWay = way.promise;
  // Still answered from the first reading; the second one is under way.
  expect((await ask(1n)).walletBalanceMicroUsd).toBe(0n);
  bank.ms += 100;
  mirror.forget();
  way.resolve();
  bank.onTheWay = Promise.resolve();
  await afterReads();
  expect((await ask(1n)).walletBalanceMicroUsd).toBe(800n);
});

test('a project whose clock was moved is read anew', async () => {
  const { ask } = openMirror();
  await ask(1n);
  const dayMs = 86_400_000;
  expect((await ask(1n, dayMs)).readAtMs).toBe(noonMs + dayMs);
  expect((await ask(1n)).readAtMs).toBe(noonMs);
});

test('while PostgreSQL cannot be asked, balances serve for their second and then nothing does', async () => {
  const { bank, ask } = openMirror();
  await ask(1n);
  bank.cut = true;
  bank.ms += 1_000;
  expect((await ask(1n)).walletBalanceMicroUsd).toBe(0n);
  bank.ms += 1;
  await expect(ask(1n)).rejects.toThrow('The bank cannot be asked.');
  bank.cut = false;
  expect((await ask(1n)).walletBalanceMicroUsd).toBe(1_001n);
});

test('it never holds more users than it may', async () => {
  const { mirror, ask } = openMirror();
  await Promise.all(Array.from({ length: 20_100 }, (_, user) => ask(BigInt(user))));
  expect(mirror.size).toBe(20_000);
});
