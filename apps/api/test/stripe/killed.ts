import { type EndState, readEndState } from './end-state.ts';
import { type Doomed, doomedAt } from './fault-points.ts';
import type { Decorate } from './office.ts';
import { openRoom, type Room } from './room.ts';
import type { Stage } from './stage.ts';
import { refundUnanswered, type Story } from './stories.ts';

/** How a story ended: what the books and Stripe have. */
export type Told = {
  readonly end: 'ended' | 'stopped';
  readonly state: { readonly books: EndState; readonly stripe: unknown };
};

/** A process that comes to its end. */
export const unharmed = (): Doomed => doomedAt(Number.POSITIVE_INFINITY);

/** What there is at Stripe, without ids. */
function atStripe({ sim: { state } }: Room) {
  return {
    customers: state.customers.size,
    payments: state.paymentIntents.all().map(({ status, amount_received: paid }) => [status, paid]),
    refunds: state.refunds.all().map(({ status, amount }) => [status, amount]),
    invoices: state.invoices.all().map(({ status, amount_paid: paid }) => [status, paid]),
    subscriptions: state.subscriptions
      .all()
      .map(({ status, cancel_at_period_end: ends, items }) => [
        status,
        ends,
        items.data[0]?.price.unit_amount,
      ]),
    disputes: state.disputes.all().map(({ status }) => status),
  };
}

/** What a refund without an answer leaves, before anything else is heard of it. */
export async function unanswered(stage: Stage, fault: Decorate): Promise<EndState> {
  const room = await openRoom(stage);
  try {
    await refundUnanswered(room, fault);
    return await readEndState(stage.world.pool, room.ctx.scope);
  } finally {
    await room.close();
  }
}

const countRequests = 'SELECT count(*)::int FROM stripe_request WHERE project_id = $1';

/**
 * Tells a story to a process that may die, and lets another one clear up with one reconcile; a fault of the product, if
 * there is one, is in both. Answers what is there at the end.
 */
export async function tell(
  stage: Stage,
  { prepare, command, after, isRepeated = true }: Story,
  doomed: Doomed,
  fault: Decorate = (ports) => ports,
): Promise<Told> {
  const room = await openRoom(stage);
  const requests = async () =>
    (await stage.world.pool.query(countRequests, [room.ctx.scope.projectId])).rows[0]?.count;
  try {
    await prepare(room);
    const before = await requests();
    room.restart((ports) => doomed.decorate(fault(ports)));
    const running = (async () => {
      await command?.(room);
      await room.hear();
      return 'ended' as const;
    })();
    const end = await Promise.race([running, doomed.stopped]);
    room.restart(fault);
    // Nobody repeats what was stored.
    const isLost = end === 'stopped' && (await requests()) === before;
    if (isLost && isRepeated) await command?.(room);
    await room.reconcile();
    after?.(room);
    await room.hear();
    await room.settle();
    await room.reconcile();
    const books = await readEndState(stage.world.pool, room.ctx.scope);
    return { end, state: { books, stripe: atStripe(room) } };
  } finally {
    await room.close();
  }
}
