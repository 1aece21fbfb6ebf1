import { invalidRequest } from '../http/api-error.ts';
import type { DueWork } from '../time/time-engine.ts';
import type { CheckoutSession } from '../world/wire.ts';
import type { World } from '../world/world.ts';

/** Nobody can pay a session any more. */
export function expireSession(world: World, session: CheckoutSession): CheckoutSession {
  if (session.status !== 'open') {
    throw invalidRequest(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`,
    );
  }
  const expired = world.tables.checkoutSessions.put({ ...session, status: 'expired', url: null });
  world.emit('checkout.session.expired', expired);
  return expired;
}

/** Sessions that nobody paid expire. */
export function checkoutWork(world: World): readonly DueWork[] {
  return world.tables.checkoutSessions
    .all()
    .filter(({ status }) => status === 'open')
    .map((session) => ({
      atSeconds: session.expires_at,
      testClock: null,
      run: () => void expireSession(world, session),
    }));
}
