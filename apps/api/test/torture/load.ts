import { setTimeout as sleep } from 'node:timers/promises';
import { randomOf } from '../../src/local/demo/random.ts';
import type { Acknowledged } from './acknowledged.ts';
import type { Answer, Asking, Stage } from './stage.ts';
import { type Insist, tellStory } from './stories.ts';

const callers = 16;
/** Between two attempts of a request that nobody answered. */
const patienceMs = 50;
/** Nothing acknowledged for so long although everything runs: something is stuck. */
const stuckMs = 90_000;

/** Callers that never give up, at work until they are told to stop. */
export type Load = {
  /** Resolves once so many more commands have been acknowledged; throws when nothing moves any more. */
  readonly acknowledged: (more: number) => Promise<void>;
  /** Nothing new begins; resolves when everything begun has been answered. */
  readonly stop: () => Promise<void>;
};

export function startLoad({
  insist,
  told,
  seed,
}: {
  readonly insist: Insist;
  readonly told: Acknowledged;
  readonly seed: number;
}): Load {
  let serial = 0;
  let stopping = false;
  let failure: Error | undefined;
  const caller = async (number: number) => {
    const random = randomOf(`torture ${seed} caller ${number}`);
    while (!stopping && failure === undefined) {
      await tellStory({ insist, told, random, next: () => ++serial });
    }
  };
  const all = Promise.all(
    Array.from({ length: callers }, (_each, number) =>
      caller(number).catch((error: Error) => {
        failure ??= error;
      }),
    ),
  );
  return {
    acknowledged: async (more) => {
      const wanted = told.count + more;
      let [seen, since] = [told.count, performance.now()];
      while (told.count < wanted) {
        if (failure !== undefined) throw failure;
        if (told.count > seen) [seen, since] = [told.count, performance.now()];
        if (performance.now() - since > stuckMs) throw new Error(`Stuck at ${seen} answers.`);
        await sleep(10);
      }
    },
    stop: async () => {
      stopping = true;
      await all;
      if (failure !== undefined) throw failure;
    },
  };
}

/** What is answered with a fault may or may not have happened, exactly as what is not answered at all. */
export function insistOn(stage: Stage, told: Acknowledged): Insist {
  return async (path, asking) => {
    const since = performance.now();
    for (;;) {
      const answer = await stage.ask(path, asking);
      if (answer !== null && isAnswered(answer)) return expected(answer, path, asking.body);
      if (performance.now() - since > stuckMs) {
        throw new Error(await whyStuck(stage, path, asking, answer));
      }
      told.repeated += 1;
      await sleep(patienceMs);
    }
  };
}

/** What PostgreSQL knows of a request that is never answered, and what the server says. */
async function whyStuck(stage: Stage, path: string, { body }: Asking, answer: Answer) {
  const { turn_id: turnId = '', user_id: userId = '' } = (body ?? {}) as Record<string, string>;
  const known = await stage.read(
    `SELECT (SELECT jsonb_agg(to_jsonb(k) || jsonb_build_object('turn', t.state)) FROM turn_key k LEFT JOIN turn t ON t.id = k.turn_id
              WHERE k.external_id = '${turnId}') AS keys,
            (SELECT jsonb_agg(to_jsonb(a)) FROM account a JOIN app_user u ON u.id = a.owner_id WHERE u.external_id = '${userId}') AS accounts,
            (SELECT jsonb_agg(to_jsonb(s)) FROM subscription s JOIN app_user u ON u.id = s.user_id WHERE u.external_id = '${userId}') AS subscriptions,
            (SELECT jsonb_agg(to_jsonb(e)) FROM counter_epoch e) AS epochs`,
  );
  return [`${path} is never answered`, body, answer, known, stage.output().slice(-2_000)]
    .map((part) => (typeof part === 'string' ? part : JSON.stringify(part)))
    .join('\n');
}

function isAnswered({ status, body }: NonNullable<Answer>): boolean {
  return status < 500 && !(status === 409 && body.error_code === 'in_progress');
}

/** A denied admission is an answer; any other refusal would be a fault of somebody's. */
function expected(answer: NonNullable<Answer>, path: string, asked: unknown) {
  if (answer.status < 400 || answer.body.decision === 'denied') return answer;
  const said = JSON.stringify(answer.body);
  throw new Error(`${path} ${JSON.stringify(asked)} was refused: ${answer.status} ${said}`);
}
