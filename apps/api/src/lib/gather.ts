/** No question waits longer for other batches: one that hangs must not hold up the next. */
const waitMsMax = 20;

/** Sends what is asked within one turn of the event loop together. */
export type Gathered<Question, Answer> = (question: Question) => Promise<Answer>;

type Waiting<Question, Answer> = {
  readonly question: Question;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
};

export type GatherBounds = {
  /** Questions of one batch at most. */
  readonly sizeMax: number;
  /**
   * While so many batches are under way, questions wait for one of them to end, for a batch to be full,
   * or 20 ms: under load few large batches cost less than many small ones. Without it nothing waits.
   */
  readonly underWayMax?: number;
};

/**
 * Gathers questions until the event loop has handled its pending input and asks them in batches, in
 * their order. A failed batch fails its own questions only. `ask` answers in the order of its questions.
 */
export function gather<Question, Answer>(
  ask: (questions: readonly Question[]) => Promise<readonly Answer[]>,
  { sizeMax, underWayMax = Number.POSITIVE_INFINITY }: GatherBounds,
): Gathered<Question, Answer> {
  const waiting: Waiting<Question, Answer>[] = [];
  let scheduled = false;
  let underWay = 0;
  let timed = false;
  const schedule = () => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(send);
  };
  const send = () => {
    scheduled = false;
    while (waiting.length >= sizeMax || (waiting.length > 0 && underWay < underWayMax)) start();
    if (waiting.length === 0 || timed) return;
    timed = true;
    setTimeout(startLate, waitMsMax);
  };
  const start = () => {
    underWay += 1;
    void settle(waiting.splice(0, sizeMax), ask).then(ended);
  };
  const startLate = () => {
    timed = false;
    if (waiting.length > 0) start();
  };
  const ended = () => {
    underWay -= 1;
    if (waiting.length > 0) schedule();
  };
  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject });
      schedule();
    });
}

async function settle<Question, Answer>(
  batch: readonly Waiting<Question, Answer>[],
  ask: (questions: readonly Question[]) => Promise<readonly Answer[]>,
): Promise<void> {
  try {
    const answers = await ask(batch.map(({ question }) => question));
    let index = 0;
    for (const { resolve, reject } of batch) {
      const answer = answers[index++];
      if (answer === undefined) reject(new Error('A gathered question got no answer.'));
      else resolve(answer);
    }
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}
