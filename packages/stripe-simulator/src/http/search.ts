import { invalidRequest } from './api-error.ts';

type Searched = { readonly metadata: { readonly [name: string]: string } };

const clause = /^(\w+)(?:\[(['"])([^'"]+)\2\])?\s*(:|~)\s*(['"])((?:\\.|(?!\5).)*)\5$/;

/** Reads the part of Stripe's search language that looks for exact or contained text: `metadata['user_id']:'u1'`. */
export function matcherOf<T extends Searched>(
  query: string,
  fields: readonly (keyof T & string)[],
): (object: T) => boolean {
  const clauses = query.split(/\s+AND\s+/i).map((part) => readClause(part.trim(), fields));
  return (object) => clauses.every((matches) => matches(object));
}

function readClause<T extends Searched>(part: string, fields: readonly (keyof T & string)[]) {
  const [, field = '', , key, operator, , text = ''] = clause.exec(part) ?? [];
  const isKnown = key === undefined ? fields.some((name) => name === field) : field === 'metadata';
  if (!isKnown) {
    throw invalidRequest(`We were unable to parse your search query near '${part}'.`, {
      param: 'query',
    });
  }
  return (object: T): boolean => {
    const value = key === undefined ? Reflect.get(object, field) : object.metadata[key];
    if (typeof value !== 'string') return false;
    return operator === '~' ? value.toLowerCase().includes(text.toLowerCase()) : value === text;
  };
}
