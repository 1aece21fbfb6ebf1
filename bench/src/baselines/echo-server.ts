import { compileZodValidator } from '@purser/api/src/http/zod-compilers.ts';
import { admitBody, settleBody, turnParams } from '@purser/schema/contract/rest/turn-bodies';
import { announce, bareServer } from './bare-server.ts';

/** Checks a body in full and hands on what was sent, for the product's form of it holds bigints. */
const checkOnly: typeof compileZodValidator = (route) => {
  const validate = compileZodValidator(route);
  return (data: unknown) => {
    const result = validate(data);
    const refused = typeof result === 'object' && 'error' in result && result.error !== undefined;
    return refused ? result : { value: data };
  };
};

/** P4's baseline: the same two bodies and the same checks of them, echoed. */
const server = bareServer(process.env.BENCH_KEY ?? '');
server.setValidatorCompiler(checkOnly);
server.post('/api/v1/turns', { schema: { body: admitBody } }, async ({ body }) => body);
server.post(
  '/api/v1/turns/:turn_id/settle',
  { schema: { params: turnParams, body: settleBody } },
  async ({ body }) => body,
);
await announce(server);
