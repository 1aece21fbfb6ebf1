import { accepted, rejected } from '@purser/domain/outcome';
import type {
  UpdateWebhookEndpoint,
  WebhookEndpointView,
} from '@purser/schema/contract/notification';
import type { CommandDefinition } from '../command/run-command.ts';
import { noSuchEndpoint } from './webhook-endpoints.ts';

/** How long the secret before signs beside the new one, so that a receiver can change over (rule E7). */
const overlapMs = 24 * 3_600_000;

/** Switches an endpoint off or on, or changes what it is told of; while it is off, what waits for it waits on. */
export const updateWebhookEndpoint: CommandDefinition<
  UpdateWebhookEndpoint,
  WebhookEndpointView | null,
  WebhookEndpointView,
  WebhookEndpointView
> = {
  operation: 'update-webhook-endpoint',
  load: (stores, { id }) => stores.notifications.lockEndpoint(id),
  decide: (before, { active, kinds }) => {
    if (before === null) return rejected(noSuchEndpoint);
    const after = {
      ...before,
      active: active ?? before.active,
      kinds: kinds === undefined ? before.kinds : [...new Set(kinds)],
    };
    const changes = [
      { label: 'endpoint', before: stateWord(before.active), after: stateWord(after.active) },
      { label: 'alerts', before: kindWords(before.kinds), after: kindWords(after.kinds) },
    ].filter((line) => line.before !== line.after);
    return accepted({
      change: after,
      preview: after,
      changes,
      audit: { targetType: 'webhook_endpoint', targetId: before.id, before, after },
      affects: 'nobody' as const,
      unchanged: changes.length === 0,
    });
  },
  apply: async (stores, endpoint, moment) => {
    await stores.notifications.updateEndpoint(endpoint.id, endpoint, moment.now);
    return undefined;
  },
};

/**
 * Replaces the secret of an endpoint. The new one is drawn before the command, so that it is neither part
 * of the request's hash nor of the stored answer; the old one signs beside it for a day (rule E7).
 */
export function rotateWebhookSecret(
  secretSealed: Uint8Array,
): CommandDefinition<
  { readonly id: string },
  WebhookEndpointView | null,
  { readonly id: string; readonly previousUntil: Date },
  WebhookEndpointView
> {
  return {
    operation: 'rotate-webhook-secret',
    load: (stores, { id }) => stores.notifications.lockEndpoint(id),
    decide: (before, { id }, moment) => {
      if (before === null) return rejected(noSuchEndpoint);
      if (before.format === 'slack') {
        const message = 'Messages to Slack are not signed, so there is no secret to replace.';
        return rejected({ code: 'nothing_to_do' as const, message });
      }
      const previousUntil = new Date(moment.nowMs + overlapMs);
      const after = { ...before, previousSecretUntil: previousUntil };
      return accepted({
        change: { id, previousUntil },
        preview: after,
        changes: [
          { label: 'secret', before: 'the present one', after: 'a new one, shown once' },
          { label: 'present secret signs until', before: null, after: previousUntil.toISOString() },
        ],
        audit: { targetType: 'webhook_endpoint', targetId: id, before, after },
        affects: 'nobody' as const,
      });
    },
    apply: async (stores, { id, previousUntil }, moment) => {
      await stores.notifications.replaceSecret(id, { secretSealed, previousUntil }, moment.now);
      return undefined;
    },
  };
}

function stateWord(active: boolean): string {
  return active ? 'on' : 'off';
}

function kindWords(kinds: readonly string[]): string {
  return kinds.length === 0 ? 'all' : [...kinds].sort().join(', ');
}
