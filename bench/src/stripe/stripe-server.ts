import { randomBytes } from 'node:crypto';
import { withConnection } from '@purser/local-services/postgres-connection';
import { type PurserProcess, startPurser } from '../server/purser-process.ts';
import { createDatabase } from '../services/bench-postgres.ts';

export const webhookSecret = 'whsec_of_the_benchmark_alone';

/** A Purser with the simulator of Stripe in its process, whose webhooks are held. */
export type StripeServer = PurserProcess & {
  readonly databaseUrl: string;
  /** Does something at the simulator that no request of Stripe's API could do. */
  readonly control: (command: string, input: object) => Promise<Record<string, unknown>>;
  /** Sends a form to Stripe's API, as its library would. */
  readonly atStripe: (
    path: string,
    form: Record<string, string>,
  ) => Promise<{ readonly id: string }>;
  readonly simulatorUrl: string;
};

export async function startStripeServer(
  postgresUrl: string,
  dataDir: string,
): Promise<StripeServer> {
  const name = `stripe_${randomBytes(4).toString('hex')}`;
  const databaseUrl = await createDatabase(postgresUrl, name);
  const server = await startPurser(
    {
      PURSER_DATA_DIR: dataDir,
      DATABASE_URL: databaseUrl,
      PURSER_SECRET: 'a secret of the benchmark alone, long enough to be one',
      STRIPE_WEBHOOK_SECRET: webhookSecret,
    },
    { args: ['--empty', '--quiet', '--no-build'] },
  );
  const query = '{ stripeStatus { dashboardUrl } }';
  const answer = await server.ask('/graphql', { query });
  const data = answer.data as { readonly stripeStatus: { readonly dashboardUrl: string } };
  const simulatorUrl = data.stripeStatus.dashboardUrl;
  const control: StripeServer['control'] = (command, input) =>
    sent(`${simulatorUrl}/_simulator/${command}`, 'application/json', JSON.stringify(input));
  await control('hold-webhooks', {});
  return {
    ...server,
    databaseUrl,
    control,
    simulatorUrl,
    atStripe: async (path, form) => {
      const body = new URLSearchParams(form).toString();
      const made = await sent(simulatorUrl + path, 'application/x-www-form-urlencoded', body);
      return { id: String(made.id) };
    },
  };
}

async function sent(url: string, type: string, body: string): Promise<Record<string, unknown>> {
  const headers = { 'content-type': type, authorization: 'Bearer sk_test_purser_simulator' };
  const response = await fetch(url, { method: 'POST', headers, body });
  const answer = (await response.json()) as Record<string, unknown>;
  if (!response.ok) throw new Error(`${url} answered ${JSON.stringify(answer)}`);
  return answer;
}

/** What events left: the money of every user and account, and how everything at Stripe stands here. */
export async function readBooks(url: string): Promise<string> {
  const { rows } = await withConnection(url, (client) => client.query(booksSql));
  return JSON.stringify(rows[0]);
}

const booksSql = `
SELECT (SELECT jsonb_agg(m ORDER BY m::text) FROM (
          SELECT a.kind, u.external_id AS owner, CASE a.kind WHEN 'wallet' THEN '' ELSE a.reference END AS reference,
                 sum(a.credits_posted - a.debits_posted)::text AS balance, sum(a.debits_pending)::text AS held
            FROM account a LEFT JOIN app_user u ON u.id = a.owner_id GROUP BY 1, 2, 3) m) AS money,
       (SELECT jsonb_agg(r ORDER BY r::text) FROM (
          SELECT status, booked, count(*), sum(amount_micro_usd)::text, sum(absorbed_micro_usd)::text
            FROM stripe_refund GROUP BY 1, 2) r) AS refunds,
       (SELECT jsonb_agg(d ORDER BY d::text) FROM (
          SELECT status, booked, count(*), sum(held_micro_usd)::text FROM stripe_dispute GROUP BY 1, 2) d) AS disputes,
       (SELECT jsonb_agg(g ORDER BY g::text) FROM (
          SELECT tokens_per_day::text, revoked_at IS NULL AS counts, count(*) FROM quota_grant GROUP BY 1, 2) g) AS grants,
       (SELECT jsonb_agg(p ORDER BY p::text) FROM (
          SELECT purpose, count(*), sum(amount_micro_usd)::text FROM stripe_payment GROUP BY 1) p) AS payments,
       (SELECT jsonb_agg(e ORDER BY e::text) FROM (
          SELECT kind, status IN ('applied', 'ignored') AS ended, count(*) FROM external_event GROUP BY 1, 2) e) AS events`;

export type EventCounts = {
  readonly stored: number;
  readonly waiting: number;
  /** Those among them that nobody has looked at; the others wait for what was missed. */
  readonly untried: number;
};

export async function countEvents(url: string): Promise<EventCounts> {
  const sql = `
    SELECT count(*)::int AS stored, (count(*) FILTER (WHERE status = 'received'))::int AS waiting,
           (count(*) FILTER (WHERE status = 'received' AND attempts = 0))::int AS untried FROM external_event`;
  const { rows } = await withConnection(url, (client) => client.query(sql));
  return rows[0];
}
