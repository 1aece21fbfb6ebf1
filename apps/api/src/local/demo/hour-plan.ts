import type { AddWalletCredits, CreateGrant } from '@purser/schema/contract/inputs';
import type { AdmitTurn, SettleTurn } from '@purser/schema/contract/turn';
import { bundles, cast, type DemoUser, storyUserId, userAt } from './cast.ts';
import { type Random, randomOf } from './random.ts';
import { turnsExpected } from './rhythm.ts';
import { drawWork } from './usage.ts';

/** One turn from its question to its end. */
export type DemoTurn = {
  readonly admit: AdmitTurn;
  /** `null`: released, because the work never ran. */
  readonly settle: SettleTurn | null;
};

/** Something that an operator or a customer does. */
export type DemoCommand =
  | { readonly kind: 'grant'; readonly key: string; readonly input: CreateGrant }
  | { readonly kind: 'credits'; readonly key: string; readonly input: AddWalletCredits }
  | { readonly kind: 'top-up'; readonly key: string; readonly amountMicroUsd: bigint };

/** What happens in one hour: the same at every call, whatever hours came before. */
export type HourPlan = {
  /** Counted in hours since 1970. */
  readonly hour: number;
  readonly turns: readonly DemoTurn[];
  readonly commands: readonly DemoCommand[];
};

const microPerUsd = 1_000_000n;

/** Hours that are planned together, so that no user has two turns at the same time in them. */
export const blockHours = 3;

/** Plans a block of hours, counted in blocks since 1970: one plan for each of its hours. */
export function planBlock(block: number): readonly HourPlan[] {
  const random = randomOf(`block ${block}`);
  const hours = Array.from({ length: blockHours }, (_, at) => block * blockHours + at);
  const counts = hours.map((hour) => Math.floor(turnsExpected(hour) + random.next()));
  const users = drawUsers(
    counts.reduce((sum, count) => sum + count, 0),
    random,
  );
  return hours.map((hour, at) => {
    const turns = users.splice(0, counts[at]).map((user, index) => {
      const number = String(index).padStart(3, '0');
      return drawTurn(`${turnIdPrefix}${hour}-${number}`, user, random);
    });
    const story = hour % 24 === storyHour ? [storyTurn(hour)] : [];
    return { hour, turns: [...turns, ...story], commands: drawCommands(hour, random) };
  });
}

/** Ids sort by hour, so that the newest tells how far the demo has come. */
export const turnIdPrefix = 'demo-';

/** The story happens every day at nine, and once more when the demo is first written. */
const storyHour = 9;

/** A question about a document so long that an hour of the free plan does not hold it. */
export function storyTurn(epochHour: number): DemoTurn {
  const turnId = `${turnIdPrefix}${epochHour}-story`;
  return {
    admit: {
      turnId,
      userId: storyUserId,
      bundleId: 'research',
      estimateTokens: 180_000n,
      providers: ['anthropic'],
    },
    settle: null,
  };
}

/** A turn of the demo app: short, because there are many of them. */
export function drawLiveTurn(turnId: string, random: Random): DemoTurn {
  return drawTurn(turnId, userAt(random.next()), random, liveSize);
}

/** Relative to the turns of the history. */
const liveSize = 0.15;

/** Different users, because all turns of an hour live at the same time and most plans allow one or two. */
function drawUsers(count: number, random: Random): DemoUser[] {
  const users = new Set<DemoUser>();
  while (users.size < count) users.add(userAt(random.next()));
  return [...users];
}

function drawTurn(turnId: string, user: DemoUser, random: Random, size = 1): DemoTurn {
  const bundleId = random.chance(0.85) ? user.bundleId : random.pick(bundles);
  const { usage, ...work } = drawWork({ ...user, size: user.size * size }, bundleId, random);
  return {
    admit: {
      turnId,
      userId: user.userId,
      bundleId,
      ...work,
      ...(user.role === 'anonymous' ? { role: 'anonymous' } : {}),
    },
    settle: random.chance(0.02)
      ? null
      : { turnId, usage, outcome: random.chance(0.03) ? 'failed' : 'ok' },
  };
}

/** Chances are per hour: about two purchases, two trials and one package a day, an override every four days. */
function drawCommands(epochHour: number, random: Random): DemoCommand[] {
  const key = (what: string) => `${turnIdPrefix}${epochHour}-${what}`;
  const commands: DemoCommand[] = [];
  // Mondays at eight: 1 January 1970 was a Thursday.
  if (epochHour % 168 === 4 * 24 + 8) {
    commands.push({ kind: 'top-up', key: key('top-up'), amountMicroUsd: 100n * microPerUsd });
  }
  if (random.chance(2 / 24)) commands.push(drawCredits(key('credits'), random));
  if (random.chance(2 / 24)) commands.push(drawTrial(key('trial'), random));
  if (random.chance(1 / 24)) commands.push(drawPackage(key('package'), random));
  if (random.chance(1 / 96)) commands.push(drawOverride(key('override'), random));
  return commands;
}

function drawCredits(key: string, random: Random): DemoCommand {
  const { userId } = drawCustomer(random);
  if (random.chance(0.25)) {
    const promotion = {
      source: 'promotion' as const,
      amountMicroUsd: 5n * microPerUsd,
      expiresInDays: 14,
      notes: 'Welcome credit',
    };
    return { kind: 'credits', key, input: { userId, ...promotion } };
  }
  const amountMicroUsd = random.pick([5n, 10n, 10n, 20n, 50n]) * microPerUsd;
  const input = { userId, amountMicroUsd, source: 'payment' as const, purchaseId: key };
  return { kind: 'credits', key, input };
}

function drawTrial(key: string, random: Random): DemoCommand {
  return grant(key, {
    userId: drawCustomer(random).userId,
    mode: 'add',
    limits: { requestsPerDay: 100n, tokensPerDay: 1_000_000n },
    source: 'trial',
    expiresInDays: 7,
    notes: 'Seven days on trial',
  });
}

function drawPackage(key: string, random: Random): DemoCommand {
  return grant(key, {
    userId: drawCustomer(random).userId,
    mode: 'add',
    limits: { requestsPerDay: 50n, tokensPerDay: 5_000_000n },
    source: 'purchase',
    purchaseId: key,
    purchaseAmountMicroUsd: 10n * microPerUsd,
    expiresInDays: 30,
    notes: 'Package basic',
  });
}

function drawOverride(key: string, random: Random): DemoCommand {
  return grant(key, {
    userId: drawCustomer(random).userId,
    mode: 'replace',
    limits: { maxConcurrent: 5n, requestsPerDay: 500n, tokensPerMonth: 5_000_000n },
    source: 'operator',
    expiresInDays: 30,
    notes: 'Agreed with the customer',
  });
}

function grant(key: string, input: Omit<CreateGrant, 'bundleId'>): DemoCommand {
  return { kind: 'grant', key, input: { bundleId: '*', ...input } };
}

/** Visitors and staff buy nothing, and the story's user has nothing but the free plan. */
function drawCustomer(random: Random): DemoUser {
  return random.pick(customers);
}

const [firstCustomer, ...otherCustomers] = cast.filter(
  ({ role, userId }) => role === 'registered' && userId !== storyUserId,
);
if (firstCustomer === undefined) throw new Error('The cast has no customers.');
const customers: readonly [DemoUser, ...DemoUser[]] = [firstCustomer, ...otherCustomers];
