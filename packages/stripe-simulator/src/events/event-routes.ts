import { z } from 'zod';
import { flag, text } from '../http/form.ts';
import { pageOf, paging } from '../http/list.ts';
import { get, type Route } from '../http/route.ts';
import type { World } from '../world/world.ts';

const daysKept = 30;
const daySeconds = 86_400;

const filters = {
  ...paging,
  type: text.optional(),
  types: z.array(text).max(20).optional(),
  delivery_success: flag.optional(),
};

export const eventRoutes: readonly Route[] = [
  get('/v1/events', filters, (input, { world, path }) => {
    const oldest = world.seconds() - daysKept * daySeconds;
    const pending = pendingByEvent(world);
    const events = world.tables.events
      .all()
      .filter(({ created }) => created >= oldest)
      .map((event) => ({ ...event, pending_webhooks: pending.get(event.id) ?? 0 }))
      .filter(({ type }) => input.type === undefined || matchesType(type, input.type))
      .filter(({ type }) => (input.types ?? [type]).includes(type))
      .filter(({ pending_webhooks }) => {
        const wanted = input.delivery_success;
        return wanted === undefined || wanted === (pending_webhooks === 0);
      });
    return pageOf(events, input, path);
  }),
  get('/v1/events/:id', {}, (_input, { world, id }) => ({
    ...world.tables.events.require(id),
    pending_webhooks: pendingByEvent(world).get(id) ?? 0,
  })),
];

/** `charge.*` stands for all that begin so. */
function matchesType(type: string, wanted: string): boolean {
  return wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted;
}

/** How many deliveries of an event nobody has taken yet. */
function pendingByEvent(world: World): ReadonlyMap<string, number> {
  const pending = new Map<string, number>();
  for (const { event, status } of world.tables.deliveries.all()) {
    if (status !== 'delivered') pending.set(event, (pending.get(event) ?? 0) + 1);
  }
  return pending;
}
