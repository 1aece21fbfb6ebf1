import { pairKey } from '@purser/domain/quota/counter-providers';
import type {
  GivenBack,
  HoldAdjustment,
  LiveEntry,
  ProviderHold,
  ProvidersLoad,
  ToldTurn,
  UserLoad,
  UserReset,
} from '@purser/domain/quota/counter-types';
import { slotOfLoad } from '@purser/domain/quota/counter-usage';
import { windowCode } from './window-code.ts';

/** Arguments of live.lua, tell.lua and load.lua: the lists that those scripts describe. */

export function encodeAdjustment({ turnId, tokens }: HoldAdjustment): string {
  return JSON.stringify(['adjust', turnId, tokens]);
}

export function encodeGivenBack({ turnId, attemptId }: GivenBack): string {
  return JSON.stringify(['giveBack', turnId, attemptId]);
}

export function encodeReset({ version }: UserReset): string {
  return JSON.stringify(['resetUser', '', version]);
}

export function encodeAssertHold(entry: LiveEntry): string {
  return JSON.stringify([
    'assertHold',
    entry.turnId,
    entry.scopes,
    entry.tokens,
    entry.holdExpiresAtMs,
    entry.slotExpiresAtMs,
    encodeHolds(entry.providerHolds),
  ]);
}

/** `userIndex` counts the script's user keys from 0. */
export function encodeTold(told: ToldTurn, userIndex: number): string {
  return JSON.stringify([
    userIndex,
    told.turnId,
    told.version,
    told.atMinute,
    told.requests,
    told.tokens,
    told.scopes,
    told.scopes.map((scope) =>
      told.windows.flatMap((w) =>
        w.scope === scope ? [windowCode(w.windowKey), w.startMinute] : [],
      ),
    ),
    told.providerSpend.map((spend) => [
      pairKey(spend.provider, spend.scope),
      spend.microUsd,
      spend.windows.flatMap((w) => [windowCode(w.windowKey), w.startMinute]),
    ]),
  ]);
}

export function encodeUserLoad(epoch: string, load: UserLoad): string {
  const slots = load.slots.map((loaded) => {
    const slot = slotOfLoad(loaded, load.asOfMinute);
    const { startMinute, lastMinute, requests, tokens, minutes } = slot;
    const list = [
      loaded.scope,
      windowCode(loaded.windowKey),
      startMinute,
      lastMinute,
      requests,
      tokens,
    ];
    return minutes === null ? list : [...list, minutes.flat()];
  });
  const live = load.live.map((entry) => [
    entry.turnId,
    entry.scopes,
    entry.tokens,
    entry.holdExpiresAtMs,
    entry.slotExpiresAtMs,
  ]);
  return JSON.stringify(['loadUser', epoch, load.version, slots, live]);
}

export function encodeProvidersLoad(
  epoch: string,
  load: ProvidersLoad,
  userKey: (userId: string) => string,
): string {
  return JSON.stringify([
    'loadProviders',
    epoch,
    load.lanes.flatMap(({ laneId, seq }) => [laneId, seq]),
    load.asOfMinute,
    load.windows.flatMap(({ windowKey, startMinute }) => [windowCode(windowKey), startMinute]),
    load.slots.map((slot) => [
      pairKey(slot.provider, slot.scope),
      windowCode(slot.windowKey),
      slot.startMinute,
      slot.spentMicroUsd,
    ]),
    load.holds.map(({ userId, turnId, holdExpiresAtMs, holds }) => [
      turnId,
      userKey(userId),
      holdExpiresAtMs,
      ...encodeHolds(holds),
    ]),
  ]);
}

function encodeHolds(holds: readonly ProviderHold[]): (string | number)[] {
  return holds.flatMap(({ provider, scope, microUsd }) => [pairKey(provider, scope), microUsd]);
}
