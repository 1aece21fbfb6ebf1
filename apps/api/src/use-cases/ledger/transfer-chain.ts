import { hash } from 'node:crypto';
import { merkleRoot } from '@purser/domain/audit/merkle-root';
import { chainGenesisHash, chainStepText } from '@purser/domain/audit/seal';
import type { ChainLink } from '../../ports/audit-chain.ts';

/** Tells a pair from a leaf, whose first byte is zero. */
const pairMark = Buffer.from([1]);

/** The seal that follows `last` over transfers of these hashes: their Merkle root, chained (rule A8). */
export function nextSeal(last: ChainLink | null, leaves: readonly Uint8Array[]): ChainLink {
  const root = merkleRoot(leaves, hashPair);
  const sequence = (last?.seq ?? 0n) + 1n;
  const text = chainStepText({
    sequence,
    previousHash: last?.hash ?? chainGenesisHash,
    entryHash: root === null ? chainGenesisHash : Buffer.from(root).toString('hex'),
  });
  return { seq: sequence, hash: hash('sha256', text) };
}

function hashPair(left: Uint8Array, right: Uint8Array): Uint8Array {
  return hash('sha256', Buffer.concat([pairMark, left, right]), 'buffer');
}
