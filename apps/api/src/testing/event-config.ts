import type { EventParts } from '../composition/open-events.ts';
import type { NotificationParts } from '../composition/open-notifications.ts';

/** How worlds of their own take in outside events and deliver alerts: metadata is believed only when it is signed. */
export const eventConfig: EventParts['config'] & NotificationParts['config'] = {
  notifications: { smtpUrl: undefined, mailFrom: 'p@x.test', adminEmails: [], reach: 'loopback' },
  secret: 'a-secret-of-a-test-'.repeat(3),
  previousSecret: undefined,
  defaultTenant: 'home',
  defaultProject: 'demo',
  stripe: {
    secretKey: undefined,
    apiUrl: undefined,
    webhookSecrets: [],
    isSimulated: true,
    trustMetadata: false,
  },
};
