import { readConfig } from '../config/config.ts';
import { environment } from '../config/environment.ts';
import { openDataDirectory } from '../local/data-directory.ts';
import { resolveSecret } from '../local/secret-file.ts';
import { CliError, UsageError } from './cli-error.ts';
import type { Command } from './command.ts';
import { formatTable, print, silently } from './output.ts';
import { unwrap } from './unwrap.ts';
import { visitApp } from './visit-app.ts';

export const command: Command = {
  usage: 'status | url | reconcile | drift | webhook-secret',
  details: `
  status          which Stripe is asked, and what waits for it.
  url             prints nothing but where Stripe's pages are, the simulator's on this machine alone.
  reconcile       asks Stripe now for every request that is pending, and takes in events that no webhook
                  brought. The exit code is 1 when Stripe's events could not be read.
  drift           compares subscriptions and the payments of seven days with Stripe. The exit code is 1
                  when anything differs.
  webhook-secret  prints nothing but the secret that webhooks of Stripe are signed with here: the first
                  of STRIPE_WEBHOOK_SECRET, else, on this machine alone, one from PURSER_SECRET.`,
  run: async ([verb, ...rest]) => {
    if (rest.length > 0) throw new UsageError(`"${rest[0]}" is one word too many.`);
    if (verb === 'status') return showStatus();
    if (verb === 'url') return printUrl();
    if (verb === 'reconcile') return reconcile();
    if (verb === 'drift') return showDrift();
    if (verb === 'webhook-secret') return printSecret();
    throw new UsageError('Say status, url, reconcile, drift or webhook-secret.');
  },
};

async function showStatus(): Promise<void> {
  await visitApp(async ({ useCases, ctx }) => {
    const status = await useCases.stripe.status(ctx, {});
    const { mode, dashboardUrl, webhookConfigured } = status;
    print(
      formatTable([
        ['Stripe', dashboardUrl === null ? mode : `${mode}, ${dashboardUrl}`],
        ['Webhooks', webhookConfigured ? 'taken' : 'refused: no secret is set'],
        ['Last event', instant(status.lastEventAt)],
        ['Oldest pending', instant(status.oldestPendingAt)],
        ['Events read', instant(status.lastReconciledAt)],
      ]),
    );
  });
}

async function printUrl(): Promise<void> {
  await visitApp(async ({ useCases, ctx }) => {
    const { dashboardUrl } = await useCases.stripe.status(ctx, {});
    if (dashboardUrl === null)
      throw new CliError('Stripe is not asked here: set STRIPE_SECRET_KEY.');
    print(dashboardUrl);
  });
}

async function reconcile(): Promise<void> {
  await visitApp(async ({ useCases, ctx }) => {
    const meta = { reason: 'purser stripe reconcile' };
    const input = { kind: 'all' as const, limit: 500 };
    const done = unwrap(await useCases.stripe.reconcile(ctx, input, meta));
    print(
      `${done.reconciled} requests: ${done.applied} applied, ${done.failed} failed, ${done.pending} pending. ` +
        `${done.eventsFound} events had not come in.`,
    );
    if (done.error !== null) throw new CliError(done.error);
  });
}

async function showDrift(): Promise<void> {
  await visitApp(async ({ useCases, ctx }) => {
    const { subscriptions, payments, lines, error } = await useCases.stripe.drift(ctx, { days: 7 });
    for (const { objectId, field, here, there } of lines) {
      print(`${objectId} ${field}: here ${here ?? 'nothing'}, at Stripe ${there ?? 'nothing'}`);
    }
    if (error !== null) throw new CliError(error);
    const compared = `${subscriptions} subscriptions and ${payments} payments`;
    if (lines.length > 0) throw new CliError(`Of ${compared} some differ.`);
    print(`${compared} agree with Stripe.`);
  });
}

async function printSecret(): Promise<void> {
  const config = readConfig(environment());
  const secret = resolveSecret(config, openDataDirectory(config, silently));
  const { stripeWebhookSecrets } = await import('../composition/stripe-secrets.ts');
  const [first] = stripeWebhookSecrets({ ...config, secret });
  if (first === undefined) {
    throw new CliError(
      'Webhooks are refused here: set STRIPE_WEBHOOK_SECRET to the secret that Stripe shows.',
    );
  }
  print(first);
}

function instant(at: Date | null): string {
  return at === null ? '–' : at.toISOString().replace(/\.\d+/, '');
}
