import type { Metadata, WebhookEndpoint } from '../world/wire.ts';
import { apiVersion, type World } from '../world/world.ts';

export type EndpointTerms = {
  readonly url: string;
  readonly enabledEvents: readonly string[];
  readonly secret?: string | undefined;
  readonly description?: string | null | undefined;
  readonly metadata?: Metadata;
};

/** Makes a webhook endpoint with its secret, which is shown this once. */
export function createEndpoint(world: World, terms: EndpointTerms): WebhookEndpoint {
  const id = world.ids.next('we_1');
  const secret = terms.secret ?? world.ids.next('whsec_', 32);
  world.tables.endpointSecrets.put({ id, secrets: [{ text: secret, endsAtMs: null }] });
  const endpoint = world.tables.webhookEndpoints.put({
    id,
    object: 'webhook_endpoint',
    api_version: apiVersion,
    application: null,
    created: world.seconds(),
    description: terms.description ?? null,
    enabled_events: [...terms.enabledEvents],
    livemode: false,
    metadata: terms.metadata ?? {},
    status: 'enabled',
    url: terms.url,
  });
  return { ...endpoint, secret };
}

/** Gives an endpoint a new secret. Until the old one ends, everything is signed with both. */
export function rollSecret(world: World, id: string, oldEndsAtMs: number): string {
  const { secrets } = world.tables.endpointSecrets.require(id);
  const text = world.ids.next('whsec_', 32);
  const older = secrets.map((secret) => ({
    ...secret,
    endsAtMs: Math.min(secret.endsAtMs ?? oldEndsAtMs, oldEndsAtMs),
  }));
  world.tables.endpointSecrets.put({ id, secrets: [{ text, endsAtMs: null }, ...older] });
  return text;
}
