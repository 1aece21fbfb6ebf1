import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { merkleRoot } from './merkle-root.ts';

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const text = (letters: Uint8Array) => String.fromCharCode(...letters);

/** A "hash" that shows the shape of the tree. */
const shape = (left: Uint8Array, right: Uint8Array) => bytes(`(${text(left)}${text(right)})`);

const rootOf = (leaves: readonly string[]) => {
  const root = merkleRoot(leaves.map(bytes), shape);
  return root === null ? null : text(root);
};

/** The definition of RFC 9162, 2.1.1: split at the greatest power of two below the number of leaves. */
function definition(leaves: readonly string[]): string {
  if (leaves.length === 1) return leaves[0] ?? '';
  const split = 2 ** Math.floor(Math.log2(leaves.length - 1));
  return `(${definition(leaves.slice(0, split))}${definition(leaves.slice(split))})`;
}

describe('the root over a batch of transfers (rule A8)', () => {
  it('of no leaf is none, and of one leaf is that leaf', () => {
    expect(rootOf([])).toBeNull();
    expect(rootOf(['a'])).toBe('a');
  });

  it('has the shape that RFC 9162 defines, for any number of leaves', () => {
    const leaf = fc.constantFrom('a', 'b', 'c', 'd');
    fc.assert(
      fc.property(fc.array(leaf, { minLength: 1, maxLength: 70 }), (leaves) => {
        expect(rootOf(leaves)).toBe(definition(leaves));
      }),
    );
  });

  it('of leaves that are other, more, fewer or in another order is another one', () => {
    const leaves = ['a', 'b', 'c', 'd', 'e'];
    const others = [
      ['a', 'b', 'c', 'd'],
      ['a', 'b', 'c', 'd', 'e', 'e'],
      ['a', 'c', 'b', 'd', 'e'],
      ['x', 'b', 'c', 'd', 'e'],
    ];
    const roots = [leaves, ...others].map(rootOf);
    expect(new Set(roots).size).toBe(roots.length);
  });
});
