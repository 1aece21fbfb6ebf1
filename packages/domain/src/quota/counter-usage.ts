import type { SpentSlot, UsageSlot, UserState } from './counter-state.ts';
import type { LoadedSlot, MinuteUsage, ScopedWindow, ToldTurn, UserLoad } from './counter-types.ts';

/** Usage per window of one user (rules of docs/economics.md §5). */

export function isRolling(windowKey: string): boolean {
  return windowKey.startsWith('rolling:');
}

export type Usage = { readonly requests: number; readonly tokens: number };

const nothing: Usage = { requests: 0, tokens: 0 };

/** Usage in a window, or null when it is not known here and has to be loaded. */
export function usageIn(user: UserState, window: ScopedWindow): Usage | null {
  const slot = user.slots.get(window.scope)?.get(window.windowKey);
  if (slot === undefined) return null;
  if (slot.minutes !== null) return rollingUsage(slot, slot.minutes, window.startMinute);
  switch (coverage(slot, window.startMinute)) {
    case 'same':
      return slot;
    case 'over':
      return nothing;
    case 'unknown':
      return null;
  }
}

/**
 * How a slot answers for a window that starts at `startMinute`. A later window holds nothing if
 * nothing was counted since its start; an earlier one, or one that began inside counted time,
 * cannot be told from a sum.
 */
export function coverage(
  slot: UsageSlot | SpentSlot,
  startMinute: number,
): 'same' | 'over' | 'unknown' {
  if (startMinute === slot.startMinute) return 'same';
  return startMinute > slot.startMinute && slot.lastMinute < startMinute ? 'over' : 'unknown';
}

/** The minutes of a rolling window, for the instant at which enough of them have fallen out. */
export function minutesIn(user: UserState, window: ScopedWindow): MinuteUsage[] {
  const minutes = user.slots.get(window.scope)?.get(window.windowKey)?.minutes ?? [];
  return minutes.filter(([minute]) => minute >= window.startMinute);
}

/** Counts a settled turn. A slot that no policy window names any more is dropped. */
export function countTurn(user: UserState, told: ToldTurn): void {
  for (const scope of told.scopes) {
    const slots = user.slots.get(scope);
    if (slots === undefined) continue;
    for (const [windowKey, slot] of slots) {
      const window = told.windows.find((w) => w.scope === scope && w.windowKey === windowKey);
      const keeps =
        window === undefined ? windowKey === 'lifetime' : advance(slot, window.startMinute);
      if (keeps) add(slot, told);
      else slots.delete(windowKey);
    }
  }
}

/** Takes the slots of a load that is at least as new as what is known. */
export function takeUsage(user: UserState, load: UserLoad): void {
  if (!user.loaded || load.version > user.version) user.slots.clear();
  user.loaded = true;
  user.version = load.version;
  for (const loaded of load.slots) {
    const slots = user.slots.get(loaded.scope) ?? new Map<string, UsageSlot>();
    slots.set(loaded.windowKey, slotOfLoad(loaded, load.asOfMinute));
    user.slots.set(loaded.scope, slots);
  }
}

/** The next decision loads the user's usage anew; live turns stay. */
export function forgetUsage(user: UserState, version: number): void {
  user.version = Math.max(user.version, version);
  user.loaded = false;
  user.slots.clear();
}

function rollingUsage(
  slot: UsageSlot,
  minutes: readonly MinuteUsage[],
  startMinute: number,
): Usage | null {
  if (startMinute < slot.startMinute) return null;
  let { requests, tokens } = slot;
  for (const [minute, minuteRequests, minuteTokens] of minutes) {
    if (minute >= startMinute) break;
    requests -= minuteRequests;
    tokens -= minuteTokens;
  }
  return { requests, tokens };
}

/** Moves a slot on to the window current at a settle; false when its sum can no longer be told. */
function advance(slot: UsageSlot, startMinute: number): boolean {
  if (startMinute <= slot.startMinute) return true;
  if (slot.minutes !== null) {
    const kept = slot.minutes.findIndex(([minute]) => minute >= startMinute);
    for (const [, requests, tokens] of slot.minutes.splice(0, kept < 0 ? Infinity : kept)) {
      slot.requests -= requests;
      slot.tokens -= tokens;
    }
  } else {
    if (slot.lastMinute >= startMinute) return false;
    slot.requests = 0;
    slot.tokens = 0;
  }
  slot.startMinute = startMinute;
  return true;
}

function add(slot: UsageSlot, { atMinute, requests, tokens }: ToldTurn): void {
  if (atMinute < slot.startMinute) return;
  slot.requests += requests;
  slot.tokens += tokens;
  slot.lastMinute = Math.max(slot.lastMinute, atMinute);
  if (slot.minutes !== null) addMinute(slot.minutes, [atMinute, requests, tokens]);
}

function addMinute(minutes: MinuteUsage[], [minute, requests, tokens]: MinuteUsage): void {
  let at = minutes.length;
  while (at > 0 && (minutes[at - 1]?.[0] ?? 0) > minute) at -= 1;
  const same = minutes[at - 1];
  if (same !== undefined && same[0] === minute) {
    minutes[at - 1] = [minute, same[1] + requests, same[2] + tokens];
  } else {
    minutes.splice(at, 0, [minute, requests, tokens]);
  }
}

/** The slot that a load describes; only the minutes inside a rolling window count. */
export function slotOfLoad(loaded: LoadedSlot, asOfMinute: number): UsageSlot {
  const { startMinute, windowKey } = loaded;
  const slot: UsageSlot = {
    startMinute,
    lastMinute: asOfMinute,
    requests: loaded.requests,
    tokens: loaded.tokens,
    minutes: null,
  };
  if (!isRolling(windowKey)) return slot;
  const minutes: MinuteUsage[] = [];
  slot.minutes = minutes;
  slot.requests = 0;
  slot.tokens = 0;
  for (const usage of loaded.minutes ?? []) {
    if (usage[0] < startMinute) continue;
    addMinute(minutes, usage);
    slot.requests += usage[1];
    slot.tokens += usage[2];
  }
  return slot;
}
