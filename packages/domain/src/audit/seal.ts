import { type Canonical, canonicalJson } from './canonical-json.ts';

/** An audit entry as it is chained: everything that was recorded, nothing that was added later. */
export type SealableEntry = {
  readonly id: string;
  readonly tenantId: number;
  readonly projectId: number;
  readonly recordedAtMs: number;
  readonly actor: string;
  readonly role: string;
  readonly action: string;
  readonly targetType: string;
  readonly targetId: string;
  readonly reason: string;
  readonly before: Canonical;
  readonly after: Canonical;
  readonly requestId: string;
  readonly sourceAddress: string | null;
};

/** The hash before the first entry of a chain: 32 zero bytes, in lower-case hex. */
export const chainGenesisHash = '0'.repeat(64);

/**
 * The canonical text of an audit entry (rule A3). The leading mark names this form: another form gets
 * another mark, so that old entries stay verifiable.
 */
export function sealedText(entry: SealableEntry): string {
  return `purser-audit-1\n${canonicalJson(entry)}`;
}

/**
 * What is hashed (SHA-256, by the caller) to seal one entry: its place in the chain, the hash before
 * it and the hash of its own text. Order, omission and change of an entry all break the chain (rule A3).
 */
export function chainStepText({
  sequence,
  previousHash,
  entryHash,
}: {
  readonly sequence: bigint;
  /** Lower-case hex; `chainGenesisHash` for sequence 1. */
  readonly previousHash: string;
  /** Lower-case hex of the hash of `sealedText`. */
  readonly entryHash: string;
}): string {
  return `purser-chain-1\n${sequence}\n${previousHash}\n${entryHash}`;
}
