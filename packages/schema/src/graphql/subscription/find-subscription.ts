import type { Page, PageRequest } from '../../contract/request-context.ts';
import type { PeriodView, SubscriptionView } from '../../contract/subscription.ts';
import type { GraphQLContext } from '../context.ts';
import { readPairId } from '../global-id.ts';

/** A user has few subscriptions and one period a month: a page of this size is nearly always all. */
const pageRows = 200;

type Asked = Pick<GraphQLContext, 'ctx' | 'useCases'>;

/** The subscription behind a node's id: its user and its own uuid. */
export async function findSubscription(
  id: string,
  { ctx, useCases }: Asked,
): Promise<SubscriptionView | null> {
  const [userId, uuid] = readPairId(id) ?? [];
  if (userId === undefined) return null;
  return firstOf(
    (page) => useCases.subscription.list(ctx, { userId, includeCanceled: true, ...page }),
    (subscription) => subscription.id === uuid,
  );
}

/** The period of a user with this key; null when the user has none. */
export async function findPeriod(
  { userId, periodKey }: { readonly userId: string; readonly periodKey: string },
  { ctx, useCases }: Asked,
): Promise<PeriodView | null> {
  return firstOf(
    (page) => useCases.subscription.periods(ctx, { userId, ...page }),
    ({ key }) => key === periodKey,
  );
}

async function firstOf<Row>(
  list: (page: PageRequest) => Promise<Page<Row>>,
  isAsked: (row: Row) => boolean,
): Promise<Row | null> {
  let cursor: string | undefined;
  do {
    const page = await list({ limit: pageRows, cursor });
    const found = page.items.find(isAsked);
    if (found !== undefined) return found;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return null;
}
