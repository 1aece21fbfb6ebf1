export type HashPair = (left: Uint8Array, right: Uint8Array) => Uint8Array;

/**
 * The root of a Merkle tree over hashes of leaves in their order, as RFC 9162 (2.1.1) shapes it: every left
 * subtree is full. Null when there is no leaf. `hashPair` must tell a pair from a leaf, so that no tree can
 * be passed off as another one (rule A8).
 */
export function merkleRoot(leaves: readonly Uint8Array[], hashPair: HashPair): Uint8Array | null {
  let level = leaves;
  while (level.length > 1) {
    const above: Uint8Array[] = [];
    for (let at = 0; at < level.length; at += 2) {
      const [left, right] = [level[at], level[at + 1]];
      if (left !== undefined) above.push(right === undefined ? left : hashPair(left, right));
    }
    level = above;
  }
  return level[0] ?? null;
}
