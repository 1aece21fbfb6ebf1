import type { BreakdownView } from '@purser/domain/breakdown/breakdown';
import DataLoader from 'dataloader';
import type { EventEffects } from '../contract/event.ts';
import type { BreakdownRequest } from '../contract/inputs.ts';
import type { TransferView } from '../contract/money-views.ts';
import type { Page, RequestContext } from '../contract/request-context.ts';
import type { UseCases } from './use-cases.ts';

/** The newest so many transfers of one period. */
export type FirstTransfers = { readonly periodKey: string; readonly limit: number };

/** Reads that several fields of one request share. */
export type Loaders = {
  /** One user's breakdown, asked for once however many fields show a part of it. */
  readonly breakdown: DataLoader<BreakdownRequest, BreakdownView | null, string>;
  /** The newest transfers of a period: of all periods of a page at once. */
  readonly periodTransfers: DataLoader<FirstTransfers, Page<TransferView>, string>;
  /** What an event of Stripe changed, by its id there: of all events of a page at once. */
  readonly eventEffects: DataLoader<string, EventEffects>;
};

/** The loaders of one request; never shared between requests, because they remember. */
export function createLoaders(ctx: RequestContext, useCases: UseCases): Loaders {
  return {
    breakdown: new DataLoader(
      (requests) => Promise.all(requests.map((request) => useCases.quota.breakdown(ctx, request))),
      { cacheKeyFn: breakdownKey },
    ),
    eventEffects: new DataLoader(async (externalIds) => [
      ...(await useCases.event.effects(ctx, { externalIds })),
    ]),
    periodTransfers: new DataLoader((asked) => firstTransfers(asked, ctx, useCases), {
      cacheKeyFn: ({ periodKey, limit }) => JSON.stringify([periodKey, limit]),
    }),
  };
}

/** One question for every number of rows that is asked for: nearly always one. */
async function firstTransfers(
  asked: readonly FirstTransfers[],
  ctx: RequestContext,
  useCases: UseCases,
): Promise<Page<TransferView>[]> {
  const pages = new Map<FirstTransfers, Page<TransferView>>();
  for (const [limit, group] of Map.groupBy(asked, (one) => one.limit)) {
    const periodKeys = group.map(({ periodKey }) => periodKey);
    const found = await useCases.subscription.firstPeriodTransfers(ctx, { periodKeys, limit });
    for (const [index, page] of found.entries()) {
      const one = group[index];
      if (one !== undefined) pages.set(one, page);
    }
  }
  return asked.map((one) => pages.get(one) ?? { items: [], nextCursor: null });
}

function breakdownKey(request: BreakdownRequest): string {
  return JSON.stringify([
    request.userId,
    request.bundleId ?? null,
    request.asPlanId ?? null,
    request.includeExpiredOverride ?? false,
    request.holdsLimit ?? null,
  ]);
}
