import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leasedDimensions } from '../tenant/dimension.ts';
import { bookReport } from '../usage/book-report.ts';
import { settleTotal } from '../usage/settle-used.ts';
import { allocate } from './allocate.ts';
import { bringToNow, disclaimLease } from './end-lease.ts';
import { isSpendable, type Lease, remainingOf } from './lease.ts';
import { type BookDraft, draftOf, leaseOf, type QuotaBook } from './quota-book.ts';

const day = 86_400_000;
const gib = 1024n ** 3n;
const amounts = (bandwidth: bigint, transforms = 0n) => ({ bandwidth, transforms });

function bookOf(limit: bigint): QuotaBook {
  return {
    nowMs: 1_000_000,
    status: 'active',
    leaseFloor: 0n,
    period: { id: 'p', startsAtMs: 0, endsAtMs: 30 * day },
    accounts: {
      bandwidth: { limit, used: 0n, held: 0n },
      transforms: { limit: 1_000_000n, used: 0n, held: 0n },
    },
    leases: [],
    lastSeq: 0n,
    othersAtWork: 0,
    othersEndAtMs: null,
    largestGrants: null,
  };
}

/** What the database does between the calls of planes: each sees its own part of one book. */
class World {
  draft: BookDraft;
  readonly seqs = new Map<string, bigint>();
  /** Planes whose leases are no part of the book. */
  idlePlanes = 0;
  #ids = 0;

  constructor(limit = gib) {
    this.draft = draftOf(bookOf(limit));
  }

  get account() {
    return this.draft.book.accounts.bandwidth;
  }

  at(nowMs: number, limit = this.account.limit): this {
    const { book } = this.draft;
    const accounts = { ...book.accounts, bandwidth: { ...book.accounts.bandwidth, limit } };
    const posted = { bandwidth: limit ?? 0n, transforms: 1_000_000n };
    this.draft = bringToNow({ ...book, nowMs, accounts }, posted);
    return this;
  }

  ask(
    dataplaneId: string,
    bandwidth: bigint,
    more: Partial<Parameters<typeof allocate>[1]> = {},
  ): ReturnType<typeof allocate> {
    const id = `l${++this.#ids}`;
    const others = this.draft.book.leases.filter(
      (lease) => lease.dataplaneId !== dataplaneId && isSpendable(lease, this.draft.book.nowMs),
    );
    const book = {
      ...this.draft.book,
      lastSeq: this.seqs.get(dataplaneId) ?? 0n,
      othersAtWork: this.idlePlanes + new Set(others.map((lease) => lease.dataplaneId)).size,
    };
    const allocated = allocate(
      { ...this.draft, book },
      {
        dataplaneId,
        instanceId: null,
        desired: amounts(bandwidth),
        usefulMin: amounts(0n),
        allOrNothing: false,
        current: null,
        newLeaseId: id,
        newHoldIds: { bandwidth: `${id}-b`, transforms: `${id}-t` },
        ...more,
      },
    );
    this.draft = allocated.draft;
    this.seqs.set(dataplaneId, allocated.draft.book.lastSeq);
    return allocated;
  }

  report(dataplaneId: string, bandwidth: bigint, leaseId: string | null = null) {
    const said = { dataplaneId, leaseId, isTotal: leaseId !== null, window: null };
    const booked = bookReport(this.draft, {
      ...said,
      used: amounts(bandwidth),
      reportedAtMs: this.draft.book.nowMs,
    });
    if (booked.kind === 'booked') this.draft = booked.draft;
    return booked;
  }

  lease(id: string | undefined): Lease {
    const lease = leaseOf(this.draft, id ?? null);
    if (lease === null) throw new Error('No such lease.');
    return lease;
  }

  /** Invariants I2 and I3. */
  check(): void {
    const { accounts, leases } = this.draft.book;
    for (const dimension of leasedDimensions) {
      const held = leases.reduce((sum, lease) => sum + remainingOf(lease, dimension), 0n);
      expect(accounts[dimension].held).toBe(held);
    }
    const active = leases.filter(
      ({ state, endedAtMs }) => state === 'active' && endedAtMs === null,
    );
    expect(new Set(active.map(({ dataplaneId }) => dataplaneId)).size).toBe(active.length);
  }
}

describe('the quota book (invariants I1–I4, I6)', () => {
  const step = fc.record({
    plane: fc.constantFrom('a', 'b', 'c'),
    what: fc.constantFrom('ask', 'renew', 'report', 'total', 'late', 'disclaim', 'wait', 'limit'),
    amount: fc.bigInt({ min: 0n, max: 2n * gib }),
    waitMs: fc.integer({ min: 0, max: 400_000 }),
  });

  it('never grants beyond the limit, books every total once, and holds what its leases hold', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const world = new World();
        const spent = new Map<string, bigint>();
        let deltas = 0n;
        for (const { plane, what, amount, waitMs } of steps) {
          const before = world.account;
          const mine = world.draft.book.leases.filter((lease) => lease.dataplaneId === plane);
          const lease = what === 'late' ? mine[0] : mine.at(-1);
          if (what === 'ask') world.ask(plane, amount);
          else if (what === 'wait') world.at(world.draft.book.nowMs + waitMs);
          else if (what === 'limit') world.at(world.draft.book.nowMs, amount);
          else if (what === 'report')
            deltas += world.report(plane, amount).kind === 'booked' ? amount : 0n;
          else if (lease !== undefined) {
            // A delta counts as reported of the leases that it was taken from: totals go on from there.
            const total = lease.parts.bandwidth.reported + amount / 8n;
            const risen = total - lease.parts.bandwidth.reported;
            spent.set(lease.id, (spent.get(lease.id) ?? 0n) + (what === 'disclaim' ? 0n : risen));
            if (what === 'renew') {
              world.ask(plane, amount, {
                current: { leaseId: lease.id, usedTotal: amounts(total) },
              });
            } else if (what === 'disclaim') world.draft = disclaimLease(world.draft, lease);
            else
              world.draft = settleTotal(world.draft, lease.id, {
                dimension: 'bandwidth',
                total,
                sink: 'usage',
              });
          }
          world.check();
          const { limit, used, held } = world.account;
          if (what === 'ask' || what === 'renew') {
            const sum = (account: typeof before) => account.used + account.held;
            const late = used - before.used;
            expect(used + held <= (limit ?? 0n) || sum(world.account) <= sum(before) + late).toBe(
              true,
            );
          }
          const totals = [...spent.values()].reduce((sum, each) => sum + each, 0n);
          expect(used).toBe(totals + deltas);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('numbers the leases of a plane upwards, from its tenant’s floor on', () => {
    const world = new World();
    expect(world.ask('a', 10n).lease?.seq).toBe(1n);
    world.draft = { ...world.draft, book: { ...world.draft.book, leaseFloor: 7n } };
    expect(world.ask('a', 10n).lease?.seq).toBe(7n);
    expect(world.ask('a', 10n).lease?.seq).toBe(8n);
  });

  it('overspends at most what was used of leases that were released before they were settled', () => {
    const world = new World(100n);
    const cut = world.ask('a', 50n).lease;
    world.at(1_000_000 + 300_000 + 75_000);
    expect(world.account.held).toBe(0n);
    world.ask('b', 100n);
    world.report('b', 100n);
    world.report('a', 40n, cut?.id);
    expect(world.account.used - (world.account.limit ?? 0n)).toBe(40n);
    expect(world.draft.violations.map(({ type }) => type)).toContain('late_overspend');
  });
});

describe('failure tests of leases', () => {
  it("3a: the guide's client in a loop for an hour never gets more than the limit, and nothing is left held", () => {
    const world = new World();
    let served = 0n;
    for (let minute = 0; minute < 60; minute += 1) {
      world.at(1_000_000 + minute * 60_000);
      const { lease } = world.ask('a', 10n * gib);
      const left = lease === null ? 0n : remainingOf(lease, 'bandwidth');
      const used = left < gib / 25n ? left : gib / 25n;
      served += used;
      world.report('a', used);
      world.check();
    }
    expect(served).toBe(gib);
    expect(world.account).toMatchObject({ used: gib, held: 0n });
  });

  it('9: a renewal at a nearly full account keeps at least what was left of the old lease', () => {
    const world = new World(100n);
    const old = world.ask('a', 60n).lease;
    world.ask('b', 40n);
    const current = { leaseId: old?.id ?? '', usedTotal: amounts(10n) };
    expect(world.ask('a', 60n, { current }).grants.bandwidth.granted).toBe(50n);
    expect(world.account).toEqual({ limit: 100n, used: 10n, held: 90n });
  });

  it('9: while the limit is below what is held, a renewal is the old lease with its old time', () => {
    const world = new World(100n);
    const old = world.ask('a', 60n).lease;
    world.at(1_100_000, 10n);
    const { lease, grants } = world.ask('a', 60n);
    expect([lease?.id, lease?.expiresAtMs]).toEqual([old?.id, old?.expiresAtMs]);
    expect(grants.bandwidth).toEqual({ granted: 60n, outcome: 'partial', reason: 'limit_lowered' });
  });

  it('10: a raised limit is granted at once to a plane that was told there is nothing left', () => {
    const world = new World(0n);
    expect(world.ask('a', 60n).grants.bandwidth.reason).toBe('quota_exhausted');
    world.at(1_000_100, 100n);
    expect(world.ask('a', 60n).grants.bandwidth.granted).toBe(60n);
  });

  it('11: a grant of nothing makes no lease and leaves the running one as it was', () => {
    const world = new World(100n);
    const running = world.ask('a', 60n).lease;
    world.report('a', 60n);
    world.report('b', 40n);
    const { leases } = world.draft.book;
    const { lease, grants } = world.ask('a', 60n);
    expect([lease, grants.bandwidth.reason]).toEqual([null, 'quota_exhausted']);
    expect(world.draft.book.leases).toEqual(leases);
    expect(world.lease(running?.id).state).toBe('active');
  });

  it('12: one dimension that is exhausted does not stop the other, unless all or nothing was asked', () => {
    const world = new World(0n);
    const both = { desired: amounts(10n, 10n) };
    const all = world.ask('a', 0n, { ...both, allOrNothing: true });
    expect([all.lease, all.grants.transforms.granted]).toEqual([null, 0n]);
    const { lease, grants } = world.ask('a', 0n, both);
    expect(lease).not.toBeNull();
    expect([grants.bandwidth.outcome, grants.transforms.outcome]).toEqual(['exhausted', 'granted']);
  });

  it('16: one busy plane among a thousand idle ones can use at least 99 % of the quota', () => {
    const world = new World(100n * gib);
    // The idle ones are other planes' leases, which the book knows in sum: 64 KiB each.
    world.idlePlanes = 1_000;
    const bandwidth = { ...world.account, held: 1_000n * 65_536n };
    const accounts = { ...world.draft.book.accounts, bandwidth };
    world.draft = draftOf({ ...world.draft.book, accounts });
    let served = 0n;
    for (let turn = 0; turn < 10_000; turn += 1) {
      const { lease } = world.ask('busy', gib);
      if (lease === null) break;
      const left = remainingOf(lease, 'bandwidth');
      if (left === 0n) break;
      served += left;
      world.report('busy', left);
      // What was ended long ago is no part of the book that is loaded.
      const leases = world.draft.book.leases.filter(({ endedAtMs }) => endedAtMs === null);
      world.draft = { book: { ...world.draft.book, leases }, movements: [], violations: [] };
    }
    expect(served * 100n >= 99n * 100n * gib).toBe(true);
  });

  it('17: just above one largest operation, eight planes are served to the last of them', () => {
    const object = 40n * 1024n * 1024n;
    const world = new World(object * 3n + 5n);
    let objects = 0;
    for (let turn = 0; turn < 32; turn += 1) {
      const plane = `dp-${turn % 8}`;
      const { lease } = world.ask(plane, 10n * object, { usefulMin: amounts(object) });
      if (lease === null || remainingOf(lease, 'bandwidth') < object) continue;
      objects += 1;
      world.report(plane, object);
      world.draft = disclaimLease(world.draft, world.lease(lease.id));
    }
    expect(objects).toBe(3);
  });

  it('18: totals that arrive twice, out of order or not at all are booked to the byte', () => {
    const orders = fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 60 });
    fc.assert(
      fc.property(orders, (arrived) => {
        const world = new World();
        const id = world.ask('a', 1_000n).lease?.id ?? '';
        for (const minute of [...arrived, 30]) world.report('a', BigInt(minute * 20), id);
        world.check();
        expect(world.account.used).toBe(600n);
      }),
    );
  });

  it('18a: an overrun of a superseded lease is booked once, in every order with the new lease’s reports', () => {
    const told = fc.shuffledSubarray(['old', 'new1', 'new2'], { minLength: 3 });
    fc.assert(
      fc.property(told, (order) => {
        const world = new World(1_000n);
        const old = world.ask('a', 100n).lease?.id ?? '';
        const current = { leaseId: old, usedTotal: amounts(20n) };
        const next = world.ask('a', 100n, { current }).lease?.id ?? '';
        // While the answer was under way the plane spent 15 more of the old lease.
        for (const what of order) {
          if (what === 'old') world.report('a', 35n, old);
          if (what === 'new1') world.report('a', 30n, next);
          if (what === 'new2') world.report('a', 60n, next);
        }
        world.check();
        expect(world.account).toEqual({ limit: 1_000n, used: 95n, held: 25n });
        expect(world.draft.violations).toEqual([]);
      }),
    );
  });

  it('28: a plane cut off while others exhaust the quota overspends at most its last lease, and all is booked', () => {
    const world = new World(100n);
    const cut = world.ask('a', 30n).lease;
    world.at(1_000_000 + 900_000);
    for (let turn = 0; turn < 20; turn += 1) {
      const { lease } = world.ask('b', 100n);
      if (lease !== null) world.report('b', remainingOf(lease, 'bandwidth'));
    }
    world.report('a', 30n, cut?.id);
    world.check();
    expect(world.account.used).toBe(130n);
  });

  it('29: answers lost for five minutes leave no more than one lease per plane held', () => {
    const world = new World(1_000n);
    for (let turn = 0; turn < 30; turn += 1) {
      world.at(1_000_000 + turn * 10_000).ask('a', 100n);
      world.check();
      expect(world.account.held).toBe(100n);
    }
  });

  it('30: the lease of another incarnation is fenced, stays held, and is booked as spent', () => {
    const world = new World(1_000n);
    const old = world.ask('a', 100n, { instanceId: 'one' }).lease?.id ?? '';
    const next = world.ask('a', 100n, { instanceId: 'two' }).lease;
    expect([world.lease(old).state, world.lease(old).endedAtMs]).toEqual(['fenced', null]);
    expect(world.account.held).toBe(200n);
    expect(next?.chainId).not.toBe(old);
    world.report('a', 80n, old);
    expect(world.account).toEqual({ limit: 1_000n, used: 80n, held: 120n });
    world.at((next?.expiresAtMs ?? 0) + 605_000);
    expect(world.account).toEqual({ limit: 1_000n, used: 80n, held: 0n });
    world.check();
  });
});
