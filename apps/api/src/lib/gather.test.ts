import { expect, test, vi } from 'vitest';
import { gather } from './gather.ts';

test('what is asked together is sent together, in batches of at most the given size', async () => {
  const batches: (readonly number[])[] = [];
  const double = gather<number, number>(
    async (questions) => {
      batches.push(questions);
      return questions.map((question) => 2 * question);
    },
    { sizeMax: 2 },
  );
  expect(await Promise.all([1, 2, 3].map(double))).toEqual([2, 4, 6]);
  expect(await double(4)).toBe(8);
  expect(batches).toEqual([[1, 2], [3], [4]]);
});

test('a batch that fails fails its own questions only', async () => {
  const ask = gather<string, string>(
    async (questions) => {
      if (questions.includes('bad')) throw new Error('It was bad.');
      return questions;
    },
    { sizeMax: 1 },
  );
  const [good, bad] = await Promise.allSettled([ask('good'), ask('bad')]);
  expect(good).toEqual({ status: 'fulfilled', value: 'good' });
  expect(bad).toMatchObject({ status: 'rejected', reason: { message: 'It was bad.' } });
});

test('while as many batches as allowed are under way, only a full batch goes', async () => {
  const batches: (readonly number[])[] = [];
  const ends: (() => void)[] = [];
  const ask = gather<number, number>(
    async (questions) => {
      batches.push(questions);
      await new Promise<void>((end) => ends.push(end));
      return questions;
    },
    { sizeMax: 3, underWayMax: 1 },
  );
  const afterInput = () => new Promise((resolve) => setImmediate(resolve));
  const answers = [ask(1)];
  await afterInput();
  answers.push(ask(2), ask(3));
  await afterInput();
  expect(batches).toEqual([[1]]);
  answers.push(ask(4), ask(5));
  await afterInput();
  expect(batches).toEqual([[1], [2, 3, 4]]);
  ends.shift()?.();
  await afterInput();
  await afterInput();
  expect(batches).toEqual([[1], [2, 3, 4]]);
  ends.shift()?.();
  await afterInput();
  await afterInput();
  expect(batches).toEqual([[1], [2, 3, 4], [5]]);
  ends.shift()?.();
  expect(await Promise.all(answers)).toEqual([1, 2, 3, 4, 5]);
});

test('a batch that hangs holds the next one up for 20 ms at most', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  try {
    const batches: (readonly string[])[] = [];
    const ask = gather<string, string>(
      (questions) => {
        batches.push(questions);
        return questions.includes('hangs')
          ? new Promise(() => undefined)
          : Promise.resolve(questions);
      },
      { sizeMax: 10, underWayMax: 1 },
    );
    const afterInput = () => new Promise((resolve) => setImmediate(resolve));
    void ask('hangs');
    await afterInput();
    const next = ask('next');
    await afterInput();
    vi.advanceTimersByTime(19);
    expect(batches).toEqual([['hangs']]);
    vi.advanceTimersByTime(1);
    expect(await next).toBe('next');
  } finally {
    vi.useRealTimers();
  }
});

test('a question without an answer fails instead of waiting for ever', async () => {
  const ask = gather<string, string>(async () => [], { sizeMax: 10 });
  await expect(ask('anyone?')).rejects.toThrow('got no answer');
});
