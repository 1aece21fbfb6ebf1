import type { TimeEngine } from '../time/time-engine.ts';
import { idOf } from '../world/wire.ts';
import type { World } from '../world/world.ts';
import { periodOf } from './subscription-facts.ts';

/** The hour of the draft, and the second in which it is collected. */
const untilCollectedSeconds = 3_601;

/** Moves the time that a subscription lives in on until its next invoice has been collected or declined. */
export function renewNow(world: World, engine: TimeEngine, id: string): void {
  const subscription = world.tables.subscriptions.require(id);
  const until = periodOf(subscription).end + untilCollectedSeconds;
  const clock = idOf(subscription.test_clock);
  if (clock === null) engine.advanceTo(until * 1_000);
  else engine.advanceClock(clock, until);
}
