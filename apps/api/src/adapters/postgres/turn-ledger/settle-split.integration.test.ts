import { createTestDatabase, type TestDatabase } from '@purser/dev-tools/testing/test-database';
import type { CounterScope } from '@purser/domain/quota/counter-types';
import { quotaCapacity, type SettleFacts, settleSplit } from '@purser/domain/turn/settle-split';
import fc from 'fast-check';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccountRef } from '../../../ports/ledger.ts';
import type { SettleItem, TurnAnswer } from '../../../ports/turn-ledger.ts';
import { accountId } from '../account-id.ts';
import { openPool } from '../pool.ts';
import { postingId } from '../posting-id.ts';
import { GatheredTurnLedger } from './gathered-turn-ledger.ts';

const atMs = Date.UTC(2026, 2, 4, 12);
const price = 15_000_000n;
const worth = (tokens: bigint) => tokens * 15n;

/** A case in its own project: tokens held, tokens the window allows, and the money around the turn. */
type Case = Omit<SettleFacts, 'quotaTokens' | 'pricePicoUsd'> & {
  readonly heldTokens: bigint;
  readonly windowTokens: bigint | null;
  /** Whether one provider did all the work: what its hold covers then goes a shorter way. */
  readonly oneProvider: boolean;
};

const nothing: Case = {
  costMicroUsd: worth(10_000n),
  primary: 'project',
  periodClosed: false,
  primaryHeldMicroUsd: 0n,
  primaryFreeMicroUsd: 0n,
  walletHeldMicroUsd: 0n,
  walletFreeMicroUsd: 0n,
  walletBeyondLimits: true,
  hadWallet: false,
  heldTokens: 0n,
  windowTokens: null,
  oneProvider: false,
};

/** The golden vectors of docs/economics.md (F): hold and quota in tokens, then who pays what. */
const vectors: readonly (readonly [string, Partial<Case>, Record<string, bigint>])[] = [
  [
    '1',
    {
      heldTokens: 10_000n,
      windowTokens: 10_000n,
      primaryHeldMicroUsd: worth(10_000n),
      primaryFreeMicroUsd: 5_000_000n,
    },
    { project: 10_000n, quota: 10_000n },
  ],
  [
    '2',
    {
      heldTokens: 4_000n,
      windowTokens: 54_000n,
      primaryHeldMicroUsd: worth(4_000n),
      primaryFreeMicroUsd: 5_000_000n,
    },
    { project: 10_000n, quota: 10_000n },
  ],
  [
    '3',
    {
      heldTokens: 4_000n,
      windowTokens: 54_000n,
      primaryHeldMicroUsd: worth(4_000n),
      primaryFreeMicroUsd: 5_000_000n,
      walletFreeMicroUsd: worth(100_000n),
    },
    { project: 10_000n, quota: 10_000n },
  ],
  [
    '4',
    {
      heldTokens: 6_000n,
      windowTokens: 6_000n,
      primaryHeldMicroUsd: worth(6_000n),
      primaryFreeMicroUsd: 5_000_000n,
      walletHeldMicroUsd: worth(4_000n),
    },
    { project: 6_000n, wallet: 4_000n, quota: 6_000n },
  ],
  [
    '5',
    {
      heldTokens: 6_000n,
      windowTokens: 6_000n,
      primaryHeldMicroUsd: worth(6_000n),
      primaryFreeMicroUsd: 5_000_000n,
      walletHeldMicroUsd: worth(1_000n),
    },
    { project: 6_000n, wallet: 1_000n, absorb: 3_000n, quota: 6_000n },
  ],
  [
    '6',
    {
      primary: 'period',
      heldTokens: 6_000n,
      windowTokens: 6_000n,
      primaryHeldMicroUsd: 90_000n,
      primaryFreeMicroUsd: 30_000n,
      walletFreeMicroUsd: worth(1_000n),
    },
    { plan: 6_000n, overage: 2_000n, wallet: 1_000n, absorb: 1_000n, quota: 6_000n },
  ],
  [
    '7',
    {
      primary: 'period',
      heldTokens: 10_000n,
      windowTokens: 10_000n,
      primaryHeldMicroUsd: worth(10_000n),
    },
    { plan: 10_000n, quota: 10_000n },
  ],
  [
    '8',
    { heldTokens: 4_000n, primaryHeldMicroUsd: 60_000n, walletFreeMicroUsd: worth(2_000n) },
    { project: 4_000n, wallet: 2_000n, absorb: 4_000n, quota: 8_000n },
  ],
  [
    '9',
    {
      primary: 'period',
      heldTokens: 6_000n,
      windowTokens: 6_000n,
      primaryHeldMicroUsd: 103_500n,
      primaryFreeMicroUsd: 30_000n,
      walletFreeMicroUsd: worth(1_000n),
    },
    { plan: 6_000n, overage: 2_900n, wallet: 1_000n, absorb: 100n, quota: 6_000n },
  ],
];

let database: TestDatabase;
let pool: Pool;
let ledger: GatheredTurnLedger;
let projects = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = openPool({ url: database.url });
  ledger = new GatheredTurnLedger({ pool, processNumber: 0, tell: async () => {} });
});

afterAll(async () => {
  await ledger.close();
  await pool.end();
  await database.drop();
});

describe('the split that PostgreSQL decides', () => {
  it.each(
    [false, true].flatMap((oneProvider) =>
      vectors.map(([name, given, expected]) => ({ name, oneProvider, given, expected })),
    ),
  )(
    'gives golden vector $name, one provider: $oneProvider',
    async ({ oneProvider, given, expected }) => {
      const state = { ...nothing, ...given, oneProvider };
      const answer = await settleInPostgres(state);
      const tokens: Record<string, bigint> = { quota: answer.tokensCharged };
      for (const part of answer.result.paid_by) {
        const name =
          part.source === 'period' ? (part.reason === 'overage' ? 'overage' : 'plan') : part.source;
        tokens[name] = (tokens[name] ?? 0n) + BigInt(part.tokens);
      }
      for (const part of answer.result.absorbed) tokens.absorb = BigInt(part.tokens);
      expect(tokens).toEqual(expected);
    },
  );

  it('equals the model of the domain for any cost, holds, balances and windows, and sums to the cost', async () => {
    await fc.assert(
      fc.asyncProperty(anyCase(), async (state) => {
        const answer = await settleInPostgres(state);
        const model = settleSplit({
          ...state,
          hadWallet:
            state.hadWallet ||
            (!state.periodClosed && state.walletFreeMicroUsd + state.walletHeldMicroUsd > 0n),
          pricePicoUsd: price,
          quotaTokens: quotaCapacity(
            state.heldTokens,
            state.windowTokens === null
              ? []
              : [{ limit: state.windowTokens, used: 0n, heldByOthers: 0n }],
          ),
        });
        expect(merged(partsOf(answer))).toEqual(
          merged(model.parts.map((part) => [part.kind, part.source, part.amountMicroUsd] as const)),
        );
        const withinHold = model.tokens <= state.heldTokens;
        if (!withinHold) expect(answer.tokensCharged).toBe(model.quotaTokensCharged);
        if (model.absorbReason !== null)
          expect(answer.result.absorbed[0]?.reason).toBe(model.absorbReason);
        const { rows } = await pool.query<{ sum: bigint }>(
          `SELECT coalesce(sum(amount), 0)::bigint AS sum FROM transfer WHERE project_id = $1 AND phase IN ('settle', 'post')`,
          [projects],
        );
        expect(rows).toEqual([{ sum: state.costMicroUsd }]);
      }),
      { numRuns: 120 },
    );
  });
});

describe('a batch that PostgreSQL ends to break a deadlock', () => {
  it('is sent again, and its settlement counts once', async () => {
    const state = { ...nothing, primary: 'period' as const, primaryHeldMicroUsd: worth(4_000n) };
    const scope = await layOut({ ...state, primaryFreeMicroUsd: 0n });
    const lock = 'SELECT id FROM account WHERE project_id = $1 AND id = $2 FOR UPDATE';
    const [project, period] = [accountId('project', ''), accountId('period', 'p')];
    const rival = await pool.connect();
    try {
      await rival.query(`BEGIN; SET LOCAL deadlock_timeout = '1min'`);
      await rival.query(lock, [scope.projectId, project]);
      const settled = ledger.submit(scope, settlement(state));
      await batchWaits();
      await rival.query(lock, [scope.projectId, period]);
      await rival.query('COMMIT');
      expect(await settled).toMatchObject({ status: 'settled' });
    } finally {
      rival.release();
    }
    const { rows } = await pool.query<{ sum: bigint }>(
      `SELECT sum(amount)::bigint AS sum FROM transfer WHERE project_id = $1 AND phase IN ('settle', 'post')`,
      [scope.projectId],
    );
    expect(rows).toEqual([{ sum: state.costMicroUsd }]);
  });

  /** Until the ledger's batch stands before a lock. */
  async function batchWaits() {
    for (;;) {
      const { rows } = await pool.query(
        `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%purser_post%' AND datname = current_database()`,
      );
      if (rows.length > 0) return;
    }
  }
});

type Settled = Extract<TurnAnswer, { status: 'settled' }>;

function partsOf({ result }: Settled): (readonly [string, string, bigint])[] {
  return [
    ...result.paid_by.map(
      (part) => [kindOf(part.source, part.reason), part.source, BigInt(part.amount)] as const,
    ),
    ...result.absorbed.map((part) => ['absorb', 'project', BigInt(part.amount)] as const),
  ];
}

function kindOf(source: string, reason: string): string {
  if (reason === 'late_settle') return 'late_settle';
  if (source === 'wallet') return 'wallet';
  return reason === 'overage' ? 'overage' : 'plan';
}

/** Several wallet lots are one part of the model. */
function merged(parts: readonly (readonly [string, string, bigint])[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const [kind, source, amount] of parts) {
    sums.set(`${kind} ${source}`, (sums.get(`${kind} ${source}`) ?? 0n) + amount);
  }
  return sums;
}

function anyCase(): fc.Arbitrary<Case> {
  const money = fc.oneof(fc.constant(0n), fc.bigInt(0n, 400_000n));
  const tokens = fc.oneof(fc.constant(0n), fc.bigInt(0n, 25_000n));
  return fc
    .record({
      costMicroUsd: fc.oneof(fc.constant(0n), fc.bigInt(1n, 500_000n)),
      primary: fc.constantFrom('period' as const, 'project' as const, null),
      periodClosed: fc.boolean(),
      primaryHeldMicroUsd: money,
      primaryFreeMicroUsd: fc.option(money, { nil: null }),
      walletHeldMicroUsd: money,
      walletFreeMicroUsd: money,
      walletBeyondLimits: fc.boolean(),
      hadWallet: fc.boolean(),
      heldTokens: tokens,
      windowTokens: fc.option(tokens, { nil: null }),
      oneProvider: fc.boolean(),
    })
    .map((state) => ({
      ...state,
      periodClosed: state.primary === 'period' && state.periodClosed,
      primaryHeldMicroUsd: state.primary === null ? 0n : state.primaryHeldMicroUsd,
    }));
}

/** Settles a turn through the ledger that was admitted as the case says. */
async function settleInPostgres(state: Case): Promise<Settled> {
  const answer = await ledger.submit(await layOut(state), settlement(state));
  if (answer.status !== 'settled') throw new Error(answer.status);
  return answer;
}

/** Lays the rows of an admitted turn down as the case says, in a project of its own. */
async function layOut(state: Case): Promise<CounterScope> {
  projects += 1;
  const scope = { tenantId: 1, projectId: projects };
  const turn = postingId(atMs);
  const period = { kind: 'period', reference: 'p' } as const;
  const primary =
    state.primary === 'period' ? period : ({ kind: 'project', reference: '' } as const);
  await account({ kind: 'project', reference: '' }, 0n, 0n, 0n);
  if (state.primary !== null) {
    const free = state.primaryFreeMicroUsd;
    await account(
      primary,
      state.primaryHeldMicroUsd + (free ?? 0n),
      state.primaryHeldMicroUsd,
      free === null ? null : 0n,
      state.periodClosed,
    );
    await hold(primary, state.primaryHeldMicroUsd, 1);
  }
  const lot = { kind: 'wallet', reference: 'lot' } as const;
  await account(
    lot,
    state.walletHeldMicroUsd + state.walletFreeMicroUsd,
    state.walletHeldMicroUsd,
    0n,
  );
  await hold(lot, state.walletHeldMicroUsd, 2);
  await pool.query(
    `INSERT INTO turn (tenant_id, project_id, id, external_id, user_id, class, state, plan_id, plan_source, content, estimate_tokens,
       held_tokens, price_pico_usd, primary_source, primary_account_id, had_wallet, wallet_beyond_limits, providers, decision,
       admitted_at, expires_at, slot_expires_at)
     VALUES (1, $1, $2, 't', 7, 'interactive', 'admitted', 'free', 'default', '', $3, $3, $4, $5, $6, $7, $8, '{}', '{}', $9, $9, $9)`,
    [
      projects,
      turn,
      state.heldTokens,
      price,
      state.primary,
      state.primary === null ? null : accountId(primary.kind, primary.reference),
      state.hadWallet,
      state.walletBeyondLimits,
      new Date(atMs),
    ],
  );
  await pool.query(`INSERT INTO turn_key VALUES (1, $1, 't', $2)`, [projects, turn]);
  return scope;

  async function account(
    ref: AccountRef,
    credits: bigint,
    pending: bigint,
    overdraft: bigint | null,
    closed = false,
  ) {
    const id = accountId(ref.kind, ref.reference);
    const at = new Date(atMs);
    await pool.query(
      `INSERT INTO account VALUES (1, $1, $2, $3, 'micro_usd', $4, 0, $5, $6, 0, $7, $8, 1, $9, $9, NULL, $10)
       ON CONFLICT (tenant_id, project_id, id) DO UPDATE SET credits_posted = excluded.credits_posted,
         debits_pending = excluded.debits_pending, overdraft = excluded.overdraft`,
      [
        projects,
        id,
        ref.kind,
        ref.reference,
        ref.kind === 'wallet' ? 7 : null,
        credits,
        pending,
        overdraft,
        at,
        closed ? at : null,
      ],
    );
  }

  async function hold(ref: AccountRef, amount: bigint, leg: number) {
    if (amount === 0n) return;
    const id = `${turn.slice(0, 34)}0${leg}`;
    await pool.query(`INSERT INTO open_hold VALUES (1, $1, $2, $3, $4, $5, 'release', $6, $7, 7)`, [
      projects,
      id,
      accountId(ref.kind, ref.reference),
      accountId('spend', 'unsettled'),
      amount,
      new Date(atMs),
      turn,
    ]);
  }
}

function sharesOf({ costMicroUsd, oneProvider }: Case): SettleItem['shares'] {
  if (oneProvider) return [{ provider: 'anthropic', amountMicroUsd: costMicroUsd }];
  const third = costMicroUsd / 3n;
  return [
    { provider: 'anthropic', amountMicroUsd: costMicroUsd - third },
    { provider: 'openai', amountMicroUsd: third },
  ];
}

function settlement(state: Case): SettleItem {
  return {
    op: 'settle',
    atMs,
    actor: 'test',
    turnId: 't',
    userId: 7n,
    content: 'c',
    costMicroUsd: state.costMicroUsd,
    shares: sharesOf(state),
    tokenWindows:
      state.windowTokens === null ? [] : [{ scope: '*', startMinute: 1, max: state.windowTokens }],
    outcome: 'ok',
    usage: null,
    flags: [],
    countedIn: { scopes: ['*'], windows: [] },
  };
}
