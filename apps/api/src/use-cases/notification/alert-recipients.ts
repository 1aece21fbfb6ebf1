import { accepted } from '@purser/domain/outcome';
import {
  type AlertRecipientsView,
  alertKinds,
  type MailSettings,
  type SetAlertRecipients,
} from '@purser/schema/contract/notification';
import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { NotificationReader } from '../../ports/notification-reader.ts';
import type { CommandDefinition } from '../command/run-command.ts';

/** How mails leave, and to whom where nobody has chosen. */
export type MailDefaults = Pick<MailSettings, 'hasMailServer' | 'defaultAddresses'>;

/** Who is told of each kind of alert by mail (rule E6). */
export async function readMailSettings(
  notifications: NotificationReader,
  scope: ProjectScope,
  defaults: MailDefaults,
): Promise<MailSettings> {
  const chosen = await notifications.recipients(scope);
  return {
    ...defaults,
    recipients: alertKinds.map((kind) => {
      const own = chosen.get(kind);
      return own === undefined
        ? byDefault(kind, defaults.defaultAddresses)
        : { kind, isDefault: false, ...own };
    }),
  };
}

/** Chooses who is told of one kind of alert by mail from now on; null goes back to ADMIN_EMAILS (rule E6). */
export function setAlertRecipients({
  defaultAddresses,
}: MailDefaults): CommandDefinition<
  SetAlertRecipients,
  readonly string[] | null,
  AlertRecipientsView,
  AlertRecipientsView
> {
  return {
    operation: 'set-alert-recipients',
    load: (stores, { kind }) => stores.notifications.lockRecipients(kind),
    decide: (before, { kind, addresses }, moment) => {
      const chosen = addresses === null ? null : [...new Set(addresses)];
      const after: AlertRecipientsView =
        chosen === null
          ? byDefault(kind, defaultAddresses)
          : {
              kind,
              addresses: chosen,
              isDefault: false,
              updatedBy: moment.actor,
              updatedAt: moment.now,
            };
      return accepted({
        change: after,
        preview: after,
        changes: [
          { label: `told of ${kind} by mail`, before: words(before), after: words(chosen) },
        ],
        audit: {
          targetType: 'alert_recipients',
          targetId: kind,
          before: before === null ? null : { addresses: before },
          after: chosen === null ? null : { addresses: chosen },
        },
        affects: 'nobody' as const,
        unchanged: words(before) === words(chosen),
      });
    },
    apply: async (stores, { kind, isDefault, addresses, updatedBy }, moment) => {
      const chosen = isDefault ? null : { addresses, updatedBy };
      await stores.notifications.putRecipients(kind, chosen, moment.now);
      return undefined;
    },
  };
}

function byDefault(
  kind: AlertRecipientsView['kind'],
  addresses: readonly string[],
): AlertRecipientsView {
  return { kind, addresses, isDefault: true, updatedBy: null, updatedAt: null };
}

function words(addresses: readonly string[] | null): string {
  if (addresses === null) return 'everybody of ADMIN_EMAILS';
  return addresses.length === 0 ? 'nobody' : addresses.join(', ');
}
