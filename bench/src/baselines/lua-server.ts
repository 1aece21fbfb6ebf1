import { answerSchema } from '@purser/api/src/http/answer-schema.ts';
import { checkAnswer } from '@purser/schema/contract/rest/turn-answers';
import { admitBody } from '@purser/schema/contract/rest/turn-bodies';
import { Redis, type Result } from 'ioredis';
import { announce, bareServer } from './bare-server.ts';

declare module 'ioredis' {
  interface RedisCommander<Context> {
    countUser(key: string): Result<number, Context>;
  }
}

/** P3's baseline: one trivial Lua call for each check, in the client's automatic pipelines, and an answer of the same size. */
const { BENCH_KEY = '', BENCH_ANSWER = '', BENCH_REDIS_URL = '' } = process.env;
const redis = new Redis(BENCH_REDIS_URL, { enableAutoPipelining: true });
redis.defineCommand('countUser', { numberOfKeys: 1, lua: "return redis.call('INCR', KEYS[1])" });
const answer = JSON.parse(BENCH_ANSWER);

const server = bareServer(BENCH_KEY);
const response = { 200: answerSchema(checkAnswer) };
server.post<{ Body: { turnId: string; userId: string } }>(
  '/api/v1/turns::check',
  { schema: { body: admitBody, response } },
  async ({ body }) => {
    await redis.countUser(`bare:${body.userId}`);
    return { ...answer, turn_id: body.turnId, user_id: body.userId };
  },
);
await announce(server);
