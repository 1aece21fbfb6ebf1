/** Sends what is asked within one turn of the event loop together. */
export type Gathered<Question, Answer> = (question: Question) => Promise<Answer>;

type Waiting<Question, Answer> = {
  readonly question: Question;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Gathers questions until the event loop has handled its pending input and asks them in batches of
 * at most `sizeMax`, in their order. All batches are under way at once; a failed batch fails its
 * own questions only. `ask` answers in the order of its questions.
 */
export function gather<Question, Answer>(
  ask: (questions: readonly Question[]) => Promise<readonly Answer[]>,
  sizeMax: number,
): Gathered<Question, Answer> {
  let waiting: Waiting<Question, Answer>[] = [];
  const send = () => {
    const all = waiting;
    waiting = [];
    for (let from = 0; from < all.length; from += sizeMax) {
      void settle(all.slice(from, from + sizeMax), ask);
    }
  };
  return (question) =>
    new Promise((resolve, reject) => {
      if (waiting.push({ question, resolve, reject }) === 1) setImmediate(send);
    });
}

async function settle<Question, Answer>(
  batch: readonly Waiting<Question, Answer>[],
  ask: (questions: readonly Question[]) => Promise<readonly Answer[]>,
): Promise<void> {
  try {
    const answers = await ask(batch.map(({ question }) => question));
    for (const [index, { resolve, reject }] of batch.entries()) {
      const answer = answers[index];
      if (answer === undefined) reject(new Error('A gathered question got no answer.'));
      else resolve(answer);
    }
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}
