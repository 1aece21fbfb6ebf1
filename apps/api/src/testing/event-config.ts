import type { EventParts } from '../composition/open-events.ts';

/** How worlds of their own take in outside events: metadata is believed only when it is signed. */
export const eventConfig: EventParts['config'] = {
  secret: 'a-secret-of-a-test-'.repeat(3),
  previousSecret: undefined,
  defaultTenant: 'home',
  defaultProject: 'demo',
  stripe: { secretKey: undefined, webhookSecrets: [], isSimulated: true, trustMetadata: false },
};
