import type { ProviderState, SpentSlot } from './counter-state.ts';
import type {
  ProviderCheck,
  ProviderHold,
  ProviderSpend,
  ProvidersLoad,
  ToldBatch,
} from './counter-types.ts';
import { coverage } from './counter-usage.ts';
import { addExpiry, expiredKeys, removeExpiry } from './expiry-queue.ts';

/** Provider money of one project: spent per window, held by live turns (docs/economics.md §8). */

export function pairKey(provider: string, scope: string): string {
  return `${provider.length}:${provider}|${scope}`;
}

export function turnKey(userId: string, turnId: string): string {
  return `${userId.length}:${userId}|${turnId}`;
}

/** The instant that expiry is judged at: never before one that was already swept. */
export function providerInstant(providers: ProviderState, nowMs: number): number {
  return Math.max(nowMs, providers.sweptAtMs);
}

/** Spend in the check's window, or null when it is not known here and has to be loaded. */
export function spentIn(providers: ProviderState, check: ProviderCheck): number | null {
  const slot = slotOf(providers, check, check.windowKey);
  if (slot === undefined) return null;
  switch (coverage(slot, check.startMinute)) {
    case 'same':
      return slot.spentMicroUsd;
    case 'over':
      return 0;
    case 'unknown':
      return null;
  }
}

/** Held at `nowMs` by pair. */
export function heldAt(providers: ProviderState, nowMs: number): ReadonlyMap<string, number> {
  const expired = expiredKeys(providers.expiries, nowMs);
  if (expired.length === 0) return providers.held;
  const held = new Map(providers.held);
  for (const key of expired) addHolds(held, providers.holds.get(key)?.holds ?? [], -1);
  return held;
}

export function sweepHolds(providers: ProviderState, nowMs: number): void {
  const expired = expiredKeys(providers.expiries, nowMs);
  if (expired.length === 0) return;
  for (const key of expired) dropHolds(providers, key);
  providers.sweptAtMs = nowMs;
}

/** Holds for a turn, or lets its holds live longer. */
export function keepHolds(
  providers: ProviderState,
  key: string,
  turn: { readonly expiresAtMs: number; readonly holds: readonly ProviderHold[] },
): void {
  const known = providers.holds.get(key);
  if (known === undefined) {
    if (turn.expiresAtMs <= providers.sweptAtMs || turn.holds.length === 0) return;
    providers.holds.set(key, { expiresAtMs: turn.expiresAtMs, holds: turn.holds });
    addHolds(providers.held, turn.holds, 1);
    addExpiry(providers.expiries, turn.expiresAtMs, key);
  } else if (turn.expiresAtMs > known.expiresAtMs) {
    removeExpiry(providers.expiries, known.expiresAtMs, key);
    known.expiresAtMs = turn.expiresAtMs;
    addExpiry(providers.expiries, turn.expiresAtMs, key);
  }
}

export function dropHolds(providers: ProviderState, key: string): void {
  const known = providers.holds.get(key);
  if (known === undefined) return;
  addHolds(providers.held, known.holds, -1);
  removeExpiry(providers.expiries, known.expiresAtMs, key);
  providers.holds.delete(key);
}

/** Books a batch's spend once. A batch missed before it makes the next decision load the spend. */
export function countSpend(providers: ProviderState, batch: ToldBatch): void {
  const last = providers.lanes.get(batch.laneId) ?? 0;
  if (batch.seq <= last) return;
  providers.lanes.set(batch.laneId, batch.seq);
  if (!providers.loaded) return;
  const tellable =
    batch.seq === last + 1 &&
    batch.items.every(({ providerSpend, atMinute }) =>
      providerSpend.every((spend) => addSpend(providers, spend, atMinute)),
    );
  if (!tellable) forgetSpend(providers);
}

/** Takes a load unless a batch was told that it does not include. */
export function takeProviders(providers: ProviderState, load: ProvidersLoad): boolean {
  const lanes = new Map(load.lanes.map(({ laneId, seq }) => [laneId, seq]));
  for (const [laneId, seq] of providers.lanes) if ((lanes.get(laneId) ?? 0) < seq) return false;
  for (const [laneId, seq] of lanes) providers.lanes.set(laneId, seq);
  forgetSpend(providers);
  providers.loaded = true;
  for (const { windowKey, startMinute } of load.windows) {
    providers.windows.set(windowKey, startMinute);
  }
  for (const { windowKey, startMinute, spentMicroUsd, ...pair } of load.slots) {
    slotsOf(providers, pair).set(windowKey, {
      startMinute,
      lastMinute: load.asOfMinute,
      spentMicroUsd,
    });
  }
  for (const { userId, turnId, holdExpiresAtMs, holds } of load.holds) {
    const key = turnKey(userId, turnId);
    if (!providers.holds.has(key)) {
      keepHolds(providers, key, { expiresAtMs: holdExpiresAtMs, holds });
    }
  }
  return true;
}

type Pair = { readonly provider: string; readonly scope: string };

function slotOf(
  providers: ProviderState,
  { provider, scope }: Pair,
  windowKey: string,
): SpentSlot | undefined {
  const slot = providers.spent.get(pairKey(provider, scope))?.get(windowKey);
  if (slot !== undefined) return slot;
  const startMinute = providers.windows.get(windowKey);
  if (startMinute === undefined) return undefined;
  return { startMinute, lastMinute: -1, spentMicroUsd: 0 };
}

function slotsOf(providers: ProviderState, { provider, scope }: Pair): Map<string, SpentSlot> {
  const key = pairKey(provider, scope);
  const slots = providers.spent.get(key) ?? new Map<string, SpentSlot>();
  providers.spent.set(key, slots);
  return slots;
}

function forgetSpend(providers: ProviderState): void {
  providers.loaded = false;
  providers.windows.clear();
  providers.spent.clear();
}

/** False when a window moved on to an instant inside counted time: its sum can no longer be told. */
function addSpend(providers: ProviderState, spend: ProviderSpend, atMinute: number): boolean {
  for (const { windowKey, startMinute } of spend.windows) {
    const slot = slotOf(providers, spend, windowKey);
    if (slot === undefined) continue;
    if (startMinute > slot.startMinute) {
      if (slot.lastMinute >= startMinute) return false;
      slot.startMinute = startMinute;
      slot.spentMicroUsd = 0;
    }
    if (atMinute >= slot.startMinute) {
      slot.spentMicroUsd += spend.microUsd;
      slot.lastMinute = Math.max(slot.lastMinute, atMinute);
    }
    slotsOf(providers, spend).set(windowKey, slot);
  }
  return true;
}

function addHolds(held: Map<string, number>, holds: readonly ProviderHold[], sign: 1 | -1): void {
  for (const { provider, scope, microUsd } of holds) {
    const key = pairKey(provider, scope);
    held.set(key, (held.get(key) ?? 0) + sign * microUsd);
  }
}
