import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { StripeMode, StripeStatusView } from '@purser/schema/contract/stripe-views';
import type { EventInbox } from '../../ports/event-inbox.ts';
import type { Settings } from '../../ports/settings.ts';
import type { StripeGateway } from '../../ports/stripe-gateway.ts';
import type { StripeQueue } from '../../ports/stripe-queue.ts';
import { readEventCursor } from './reconcile/event-cursor.ts';

export type StatusDeps = {
  readonly gateway: StripeGateway | null;
  readonly inbox: EventInbox;
  readonly queue: StripeQueue;
  readonly settings: Settings;
  /** Whether a signing secret is set; without one every webhook is refused. */
  readonly webhookConfigured: boolean;
  /** The simulator's page; null where Stripe is not simulated. */
  readonly simulatorUrl: string | null;
};

/** How the project stands with Stripe. */
export async function readStripeStatus(
  deps: StatusDeps,
  scope: ProjectScope,
): Promise<StripeStatusView> {
  const { gateway, inbox, queue, settings, webhookConfigured } = deps;
  const mode = gateway?.mode ?? 'none';
  const [lastEventAt, oldest, cursor] = await Promise.all([
    inbox.newestAt(scope),
    queue.oldestPending(scope),
    gateway && readEventCursor(settings, gateway.mode),
  ]);
  const readAtMs = cursor?.readAtMs ?? null;
  return {
    mode,
    webhookConfigured,
    lastEventAt,
    oldestPendingAt: oldest?.createdAt ?? null,
    lastReconciledAt: readAtMs === null ? null : new Date(readAtMs),
    dashboardUrl: pageOf(mode, deps.simulatorUrl),
  };
}

function pageOf(mode: StripeMode, simulatorUrl: string | null): string | null {
  if (mode === 'none') return null;
  if (mode === 'simulator') return simulatorUrl;
  return `https://dashboard.stripe.com/${mode === 'test' ? 'test/' : ''}`;
}
