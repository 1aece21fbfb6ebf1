import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { NotificationReader } from '../../ports/notification-reader.ts';
import { bindCommand } from '../command/bind-command.ts';
import { type CommandDeps, runCommand } from '../command/run-command.ts';
import { type MailDefaults, readMailSettings, setAlertRecipients } from './alert-recipients.ts';
import { rotateWebhookSecret, updateWebhookEndpoint } from './change-webhook-endpoint.ts';
import type { DeliverDeps } from './deliver.ts';
import { drawWebhookSecret } from './draw-webhook-secret.ts';
import { redeliver } from './redeliver.ts';
import { sendTestAlert } from './send-test-alert.ts';
import { createWebhookEndpoint, deleteWebhookEndpoint } from './webhook-endpoints.ts';

export type NotificationDeps = CommandDeps &
  Pick<DeliverDeps, 'webhooks' | 'secrets'> & {
    readonly notifications: NotificationReader;
    readonly mail: MailDefaults;
  };

/** Who is told of alerts, and whether they were. */
export function notificationUseCases(deps: NotificationDeps): UseCases['notification'] {
  return {
    endpoints: (ctx) => deps.notifications.endpoints(ctx.scope),
    createEndpoint: async (ctx, input, meta) => {
      const drawn = drawWebhookSecret(deps.ids);
      const definition = createWebhookEndpoint({
        secretSealed: deps.secrets.seal(drawn),
        webhooks: deps.webhooks,
      });
      const outcome = await runCommand(deps, definition, { ctx, input, meta });
      if (!outcome.ok) return outcome;
      // A secret is shown once: a replay, a dry run, and an endpoint without one have none to show.
      const isShown = !outcome.replayed && !outcome.dryRun && outcome.value.format === 'signed';
      return { ...outcome, value: { endpoint: outcome.value, secret: isShown ? drawn : null } };
    },
    updateEndpoint: bindCommand(deps, updateWebhookEndpoint),
    rotateSecret: async (ctx, input, meta) => {
      const drawn = drawWebhookSecret(deps.ids);
      const definition = rotateWebhookSecret(deps.secrets.seal(drawn));
      const outcome = await runCommand(deps, definition, { ctx, input, meta });
      if (!outcome.ok) return outcome;
      const secret = outcome.replayed || outcome.dryRun ? null : drawn;
      return { ...outcome, value: { endpoint: outcome.value, secret } };
    },
    sendTest: async (ctx, input, meta) => {
      const outcome = await runCommand(deps, sendTestAlert, { ctx, input, meta });
      if (!outcome.ok || !outcome.replayed) return outcome;
      const value = await deps.notifications.delivery(ctx.scope, outcome.value.id);
      return { ...outcome, value: value ?? outcome.value };
    },
    mailSettings: (ctx) => readMailSettings(deps.notifications, ctx.scope, deps.mail),
    setRecipients: bindCommand(deps, setAlertRecipients(deps.mail)),
    deleteEndpoint: bindCommand(deps, deleteWebhookEndpoint),
    deliveries: (ctx, filter) => deps.notifications.deliveries(ctx.scope, filter),
    redeliver: async (ctx, input, meta) => {
      const outcome = await runCommand(deps, redeliver, { ctx, input, meta });
      if (!outcome.ok) return outcome;
      const value = await deps.notifications.delivery(ctx.scope, input.id);
      if (value === null) throw new Error('A delivery that was found is gone.');
      return { ...outcome, value };
    },
  };
}
