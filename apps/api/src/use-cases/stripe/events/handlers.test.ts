import { expect, it } from 'vitest';
import { handlerOf } from './handlers.ts';

it('knows no handler for a type that is named like what every object has', () => {
  const types = ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'product.created'];
  expect(types.map(handlerOf)).toEqual(types.map(() => undefined));
  expect(handlerOf('invoice.paid')).toEqual(expect.any(Function));
});
