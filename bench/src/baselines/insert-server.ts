import { openPool } from '@purser/api/src/adapters/postgres/pool.ts';
import { answerSchema } from '@purser/api/src/http/answer-schema.ts';
import { decisionAnswer } from '@purser/schema/contract/rest/turn-answers';
import { admitBody } from '@purser/schema/contract/rest/turn-bodies';
import { announce, bareServer } from './bare-server.ts';

/** P17's baseline: one row for each admission, in a commit of its own, and an answer of the same size. */
const { BENCH_KEY = '', BENCH_ANSWER = '', BENCH_DATABASE_URL = '' } = process.env;
const pool = openPool({ url: BENCH_DATABASE_URL });
await pool.query(
  `CREATE TABLE IF NOT EXISTS bare_turn (turn_id text PRIMARY KEY, user_id text NOT NULL, tokens bigint, at timestamptz)`,
);
const insert = {
  name: 'bare_turn',
  text: 'INSERT INTO bare_turn (turn_id, user_id, tokens, at) VALUES ($1, $2, $3, $4)',
};
const answer = JSON.parse(BENCH_ANSWER);

const server = bareServer(BENCH_KEY);
const response = { 200: answerSchema(decisionAnswer) };
server.post<{ Body: { turnId: string; userId: string; estimateTokens: bigint } }>(
  '/api/v1/turns',
  { schema: { body: admitBody, response } },
  async ({ body }) => {
    await pool.query({
      ...insert,
      values: [body.turnId, body.userId, body.estimateTokens, new Date()],
    });
    return { ...answer, turn_id: body.turnId, user_id: body.userId };
  },
);
await announce(server);
