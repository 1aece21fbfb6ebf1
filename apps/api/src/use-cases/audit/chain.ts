import { createHash } from 'node:crypto';
import {
  chainGenesisHash,
  chainStepText,
  type SealableEntry,
  sealedText,
} from '@purser/domain/audit/seal';
import type { ChainLink, Seal } from '../../ports/audit-chain.ts';

const genesis: ChainLink = { seq: 0n, hash: chainGenesisHash };

/** The link that follows `previous` with this entry (rule A3). */
export function nextLink(previous: ChainLink | null, entry: SealableEntry): ChainLink {
  const { seq, hash } = previous ?? genesis;
  const sequence = seq + 1n;
  const entryHash = sha256(sealedText(entry));
  return {
    seq: sequence,
    hash: sha256(chainStepText({ sequence, previousHash: hash, entryHash })),
  };
}

/** The seals of entries in their order, the first following `last`. */
export function linkEntries(
  last: ChainLink | null,
  entries: readonly SealableEntry[],
): readonly Seal[] {
  let previous = last;
  return entries.map((entry) => {
    previous = nextLink(previous, entry);
    return { ...previous, entryId: entry.id };
  });
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
