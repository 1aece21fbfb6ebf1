import type { BreakdownView } from '@purser/domain/breakdown/breakdown';
import DataLoader from 'dataloader';
import type { BreakdownRequest } from '../contract/inputs.ts';
import type { RequestContext } from '../contract/request-context.ts';
import type { UseCases } from './use-cases.ts';

/** Reads that several fields of one request share. */
export type Loaders = {
  /** One user's breakdown, asked for once however many fields show a part of it. */
  readonly breakdown: DataLoader<BreakdownRequest, BreakdownView | null, string>;
};

/** The loaders of one request; never shared between requests, because they remember. */
export function createLoaders(ctx: RequestContext, useCases: UseCases): Loaders {
  return {
    breakdown: new DataLoader(
      (requests) => Promise.all(requests.map((request) => useCases.quota.breakdown(ctx, request))),
      { cacheKeyFn: breakdownKey },
    ),
  };
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
