import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type LeaseState, type OpenLease, remainingOf } from '../lease/lease.ts';
import { settleChain } from './settle-chain.ts';

function lease(seq: number, state: LeaseState, granted: bigint, settled = 0n): OpenLease {
  const part = { granted, settled, holdId: `h${seq}` };
  const parts = { bandwidth: part, transforms: { ...part, granted: 0n, settled: 0n } };
  return { id: `l${seq}`, dataplaneId: 'dp', seq: BigInt(seq), state, expiresAtMs: 0, parts };
}

const chain = fc
  .array(fc.tuple(fc.bigInt({ min: 0n, max: 100n }), fc.bigInt({ min: 0n, max: 100n })), {
    maxLength: 6,
  })
  .map((sizes) =>
    sizes.map(([rest, settled], index) =>
      lease(
        index + 1,
        index === sizes.length - 1 ? 'active' : 'superseded',
        rest + settled,
        settled,
      ),
    ),
  );

it('a report is taken whole, never more of a lease than it still holds (rule D8)', () => {
  fc.assert(
    fc.property(chain, fc.bigInt({ min: 0n, max: 1_000n }), (leases, used) => {
      const { fromLeases, beyond } = settleChain(leases, 'bandwidth', used);
      const taken = fromLeases.reduce((sum, { amount }) => sum + amount, 0n);
      expect(taken + beyond).toBe(used);
      const held = leases.reduce((sum, each) => sum + remainingOf(each, 'bandwidth'), 0n);
      // Nothing is taken from the quota while a lease of the plane still holds something.
      expect(beyond).toBe(used > held ? used - held : 0n);
      for (const { leaseId, amount } of fromLeases) {
        const from = leases.find(({ id }) => id === leaseId);
        expect(from !== undefined && amount > 0n).toBe(true);
        if (from !== undefined) expect(amount <= remainingOf(from, 'bandwidth')).toBe(true);
      }
    }),
  );
});

it('the active lease pays first, then those in doubt, the oldest first', () => {
  const leases = [lease(2, 'superseded', 5n), lease(3, 'active', 5n), lease(1, 'expired', 5n)];
  expect(settleChain(leases, 'bandwidth', 12n)).toEqual({
    fromLeases: [
      { leaseId: 'l3', amount: 5n },
      { leaseId: 'l1', amount: 5n },
      { leaseId: 'l2', amount: 2n },
    ],
    beyond: 0n,
  });
  expect(settleChain(leases, 'transforms', 3n)).toEqual({ fromLeases: [], beyond: 3n });
});
