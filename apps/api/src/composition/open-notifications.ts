import type { Pool } from 'pg';
import { loggedMailer, smtpMailer } from '../adapters/mail/smtp-mailer.ts';
import { createAlertLog } from '../adapters/postgres/alert-log.ts';
import { createDeliveryQueue } from '../adapters/postgres/delivery-queue.ts';
import { aesSecretBox } from '../adapters/system/aes-secret-box.ts';
import { machine } from '../adapters/system/machine.ts';
import { httpWebhookSender } from '../adapters/webhook/http-webhook-sender.ts';
import type { ReadyConfig } from '../config/config.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { MailDefaults } from '../use-cases/notification/alert-recipients.ts';
import type { DeliverDeps } from '../use-cases/notification/deliver.ts';
import { derivedKeys } from './stripe-secrets.ts';

export type NotificationParts = {
  readonly config: Pick<ReadyConfig, 'notifications' | 'secret' | 'previousSecret'>;
  readonly pool: Pool;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: (line: string) => void;
};

/** What alerts are delivered with. */
export function openNotifications({
  config,
  pool,
  clock,
  ids,
  log,
}: NotificationParts): DeliverDeps & { readonly mail: MailDefaults } {
  const { smtpUrl, mailFrom, adminEmails, reach } = config.notifications;
  return {
    clock,
    ids,
    alerts: createAlertLog(pool),
    deliveries: createDeliveryQueue(pool),
    mailer: smtpUrl === undefined ? loggedMailer(log) : smtpMailer(smtpUrl, mailFrom),
    webhooks: httpWebhookSender(reach, machine),
    secrets: aesSecretBox(derivedKeys(config, 'webhook-endpoint')),
    mailTo: adminEmails,
    mail: { hasMailServer: smtpUrl !== undefined, defaultAddresses: adminEmails },
  };
}
