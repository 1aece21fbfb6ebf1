import { alertKinds } from '@purser/schema/contract/notification';
import { describe, expect, it } from 'vitest';
import { choosableKinds, kindWords } from './kind-words.ts';

describe('every kind of alert there is', () => {
  it('can be chosen for a receiver', () => {
    expect(choosableKinds.toSorted()).toEqual(alertKinds.toSorted());
  });

  it.each(alertKinds)('has words for people: %s', (kind) => {
    expect(kindWords(kind.toUpperCase())).toMatch(/^[a-z].*[a-z]$/);
    expect(kindWords(kind)).not.toContain('_');
  });
});
