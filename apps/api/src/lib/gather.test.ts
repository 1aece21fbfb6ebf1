import { expect, test } from 'vitest';
import { gather } from './gather.ts';

test('what is asked together is sent together, in batches of at most the given size', async () => {
  const batches: (readonly number[])[] = [];
  const double = gather<number, number>(async (questions) => {
    batches.push(questions);
    return questions.map((question) => 2 * question);
  }, 2);
  expect(await Promise.all([1, 2, 3].map(double))).toEqual([2, 4, 6]);
  expect(await double(4)).toBe(8);
  expect(batches).toEqual([[1, 2], [3], [4]]);
});

test('a batch that fails fails its own questions only', async () => {
  const ask = gather<string, string>(async (questions) => {
    if (questions.includes('bad')) throw new Error('It was bad.');
    return questions;
  }, 1);
  const [good, bad] = await Promise.allSettled([ask('good'), ask('bad')]);
  expect(good).toEqual({ status: 'fulfilled', value: 'good' });
  expect(bad).toMatchObject({ status: 'rejected', reason: { message: 'It was bad.' } });
});

test('a question without an answer fails instead of waiting for ever', async () => {
  const ask = gather<string, string>(async () => [], 10);
  await expect(ask('anyone?')).rejects.toThrow('got no answer');
});
