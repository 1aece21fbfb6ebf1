import { withConnection } from '@purser/local-services/postgres-connection';
import { keepAliveClient } from '../http/keep-alive-client.ts';
import { startTurnServer, type TurnServer, type TurnServerOptions } from '../http/turn-server.ts';
import { post } from '../server/purser-process.ts';
import { fillHistory, type Size } from './fill-history.ts';

export type GrowthServer = TurnServer & {
  readonly close: () => void;
  /** Admits a turn of one of the users, settles it, and answers how long the admission took. */
  readonly admit: (turnId: string, user: string) => Promise<number>;
  readonly breakdown: (user: string) => Promise<number>;
};

/** Builds a database: the product makes tables, terms and one turn; the history is copied from that. */
export async function buildHistory(options: TurnServerOptions, size: Size): Promise<void> {
  const { databaseUrl = '' } = options;
  const server = await startTurnServer(options);
  try {
    const turn = { turn_id: 'model', user_id: 'model', estimate_tokens: 2_000 };
    await post(`${server.url}/api/v1/turns`, server.key, { ...turn, providers: ['anthropic'] });
    await post(`${server.url}/api/v1/turns/model/settle`, server.key, JSON.parse(settlement));
  } finally {
    await server.stop();
  }
  await fillHistory(databaseUrl, size);
}

/** A server on a database that was built. */
export async function startGrowthServer(options: TurnServerOptions): Promise<GrowthServer> {
  const server = await startTurnServer(options);
  const client = keepAliveClient(server.url, server.key);
  return {
    ...server,
    close: client.close,
    admit: async (turnId, user) => {
      const turn = { turn_id: turnId, user_id: user, estimate_tokens: 2_000 };
      const body = JSON.stringify({ ...turn, providers: ['anthropic'] });
      const tookMs = await timed(() => client.post('/api/v1/turns', body, '"admitted"'));
      await client.post(`/api/v1/turns/${turnId}/settle`, settlement, '"settled"');
      return tookMs;
    },
    breakdown: (user) =>
      timed(() => client.get(`/api/v1/admin/control-plane/users/${user}/budget-breakdown`, user)),
  };
}

/** How many rows the ledger of a database has. */
export async function ledgerRows(url: string): Promise<number> {
  const { rows } = await withConnection(url, (client) =>
    client.query<{ count: string }>('SELECT count(*) FROM transfer'),
  );
  return Number(rows[0]?.count);
}

const settlement = JSON.stringify({
  usage: [
    { provider: 'anthropic', model: 'claude-sonnet-4-5', input_tokens: 900, output_tokens: 433 },
  ],
});

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
