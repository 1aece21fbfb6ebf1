import type { Page, PageRequest, RequestContext } from '@purser/schema/contract/request-context';
import type { SubscriptionFilter, SubscriptionView } from '@purser/schema/contract/subscription';
import type { UseCaseDeps } from '../use-case-deps.ts';
import { type AsOf, subscriptionView } from './subscription-view.ts';

export async function listSubscriptions(
  deps: UseCaseDeps,
  ctx: RequestContext,
  filter: SubscriptionFilter & PageRequest,
): Promise<Page<SubscriptionView>> {
  const [page, asOf] = await Promise.all([
    deps.readers.subscriptions.list(ctx.scope, filter),
    readAsOf(deps, ctx),
  ]);
  return { ...page, items: page.items.map((state) => subscriptionView(state, asOf)) };
}

/** The live subscription, else the newest; null when the user never had one. */
export async function readSubscription(
  deps: UseCaseDeps,
  ctx: RequestContext,
  userId: string,
): Promise<SubscriptionView | null> {
  const user = await deps.readers.users.find(ctx.scope, userId);
  if (user === null) return null;
  const state = await deps.readers.subscriptions.latest(ctx.scope, user.id);
  return state === null ? null : subscriptionView(state, await readAsOf(deps, ctx));
}

/** The project's instant and grace, for one query. */
export async function readAsOf({ clock, rules }: UseCaseDeps, ctx: RequestContext): Promise<AsOf> {
  const { settings } = (await rules.rules(ctx.scope)).rules;
  return { nowMs: await clock.nowMs(ctx.scope), renewalGraceMs: settings.renewalGraceMs };
}
