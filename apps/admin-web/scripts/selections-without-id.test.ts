import { buildSchema, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { selectionsWithoutId } from './selections-without-id.ts';

const schema = buildSchema(`
  type Query { user: User, clock: Clock }
  type User { id: ID!, name: String, friend: User }
  type Clock { now: String }
`);

describe('the id check', () => {
  it('names a selection that leaves out the id of its type', () => {
    expect(selectionsWithoutId(schema, parse('query Q { user { id friend { name } } }'))).toEqual([
      'Q: User',
    ]);
  });

  it('asks nothing of types without an id', () => {
    expect(selectionsWithoutId(schema, parse('query Q { clock { now } }'))).toEqual([]);
  });

  it('counts an id that comes through a fragment, and not one under another name', () => {
    const through = 'query Q { user { ...U } } fragment U on User { id name }';
    expect(selectionsWithoutId(schema, parse(through))).toEqual([]);
    expect(selectionsWithoutId(schema, parse('query Q { user { key: id } }'))).toEqual(['Q: User']);
  });
});
