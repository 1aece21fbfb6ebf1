import { pairKey } from '@purser/domain/quota/counter-providers';
import type { DecideRequest, WindowCheck } from '@purser/domain/quota/counter-types';
import type { ByteWriter } from './byte-writer.ts';
import { windowCode } from './window-code.ts';

/**
 * A question is sent as a shape and numbers. The shape (which windows, which providers) is the same
 * for every user of a plan, so that a batch says and reads it once; numbers are the user's own. Of
 * several limits on one window only the tightest is sent: it decides for all of them.
 */
export type QuestionShape = {
  /** Equal shapes have equal names. */
  readonly name: string;
  /** How many of the scopes the turn itself counts in. */
  readonly turnScopes: number;
  readonly scopes: readonly ShapeScope[];
  readonly pairs: readonly ShapePair[];
  /** The pairs of the provider holds. */
  readonly holds: readonly string[];
  /** Place of each request check, token check and provider check among its kind's slots. */
  readonly requestSlots: readonly number[];
  readonly tokenSlots: readonly number[];
  readonly providerSlots: readonly number[];
  /** Slots in the order in which they are asked and answered. */
  readonly slots: readonly ShapeSlot[];
};

export type ShapeScope = { readonly name: string; concurrencyMax: number };

export type ShapeSlot = {
  readonly scope: number;
  readonly windowKey: string;
  readonly code: string;
  readonly startMinute: number;
  requestsMax: number;
  tokensMax: number;
};

type ShapePair = { readonly key: string; readonly slots: PairSlot[] };

type PairSlot = { readonly code: string; readonly startMinute: number; max: number };

/** The script reads '*' and at most one scope besides. */
const scopesMax = 2;

export function shapeOf(request: DecideRequest): QuestionShape {
  const scopes = request.scopes.map((name): ShapeScope => ({ name, concurrencyMax: unlimited }));
  for (const { scope, max } of request.concurrency) {
    const found = scopes[placeOf(scopes, scope)];
    if (found !== undefined) found.concurrencyMax = Math.min(found.concurrencyMax, max);
  }
  const slots: ShapeSlot[] = [];
  for (const check of request.requests) {
    const slot = slotFor(slots, scopes, check);
    slot.requestsMax = Math.min(slot.requestsMax, check.max);
  }
  for (const check of request.tokens) {
    const slot = slotFor(slots, scopes, check);
    slot.tokensMax = Math.min(slot.tokensMax, check.max);
  }
  if (scopes[0]?.name !== '*' || scopes.length > scopesMax) {
    throw new Error("A decision counts in '*' first, and in at most one bundle.");
  }
  // In the order in which they are stored, the script reads all slots of a scope in one go.
  slots.sort((a, b) => a.scope - b.scope || (a.code < b.code ? -1 : 1));
  const { pairs, providerSlots } = pairsOf(request);
  return {
    name: nameOf(request, { scopes, slots, pairs }),
    turnScopes: request.scopes.length,
    holds: request.providerHolds.map(({ provider, scope }) => pairKey(provider, scope)),
    scopes,
    slots,
    pairs,
    requestSlots: request.requests.map((check) => slots.indexOf(slotFor(slots, scopes, check))),
    tokenSlots: request.tokens.map((check) => slots.indexOf(slotFor(slots, scopes, check))),
    providerSlots,
  };
}

/** Writes a shape as readShape of decide.lua reads it. */
export function writeShape(writer: ByteWriter, shape: QuestionShape): void {
  writer.uint8(shape.turnScopes);
  writer.uint8(shape.scopes.length);
  for (const [place, { name }] of shape.scopes.entries()) {
    const codes = shape.slots.flatMap(({ scope, code }) => (scope === place ? [code] : []));
    writer.text(name);
    writer.uint8(codes.length);
    writer.text(codes.join('|'));
  }
  writer.uint8(shape.pairs.length);
  for (const { key, slots } of shape.pairs) {
    writer.text(key);
    writer.uint8(slots.length);
    for (const { code } of slots) writer.text(code);
  }
  writer.uint8(shape.holds.length);
  for (const key of shape.holds) writer.text(key);
}

/** Writes a question's own part as decideOne of decide.lua reads it. `shapeIndex` counts from 0. */
export function writeQuestion(
  writer: ByteWriter,
  {
    request,
    shape,
    shapeIndex,
  }: {
    readonly request: DecideRequest;
    readonly shape: QuestionShape;
    readonly shapeIndex: number;
  },
): void {
  writer.uint16(shapeIndex + 1);
  writer.uint8(request.apply ? 1 : 0);
  writer.double(request.nowMs);
  writer.double(request.holdExpiresAtMs);
  writer.double(request.slotExpiresAtMs);
  writer.double(request.estimateTokens);
  writer.text(`t${request.turnId}`);
  writer.text(request.attemptId);
  for (const { concurrencyMax } of shape.scopes) writer.double(concurrencyMax);
  for (const { startMinute, requestsMax, tokensMax } of shape.slots) {
    writer.uint32(startMinute);
    writer.double(requestsMax);
    writer.double(tokensMax);
  }
  for (const { slots } of shape.pairs) {
    for (const { startMinute, max } of slots) {
      writer.uint32(startMinute);
      writer.double(max);
    }
  }
  for (const { microUsd } of request.providerHolds) writer.double(microUsd);
}

/** Stands for a limit that is not checked. */
const unlimited = Number.POSITIVE_INFINITY;

function nameOf(
  request: DecideRequest,
  {
    scopes,
    slots,
    pairs,
  }: Pick<QuestionShape, 'scopes' | 'slots'> & { readonly pairs: readonly ShapePair[] },
): string {
  let name = `${request.scopes.length}`;
  for (const scope of scopes) name += `\n${scope.name}`;
  for (const { scope, code } of slots) name += `\n${scope}|${code}`;
  for (const { key, slots: ofPair } of pairs) {
    name += `\n>${key}`;
    for (const { code } of ofPair) name += `\n${code}`;
  }
  for (const { provider, scope } of request.providerHolds) name += `\n<${provider}\n${scope}`;
  return name;
}

/** The slot of a check's window, made when missing. */
function slotFor(slots: ShapeSlot[], scopes: ShapeScope[], check: WindowCheck): ShapeSlot {
  const { windowKey, startMinute } = check;
  const scope = placeOf(scopes, check.scope);
  for (const slot of slots) {
    if (slot.scope === scope && slot.windowKey === windowKey) return slot;
  }
  const code = windowCode(windowKey);
  const slot = {
    scope,
    windowKey,
    code,
    startMinute,
    requestsMax: unlimited,
    tokensMax: unlimited,
  };
  slots.push(slot);
  return slot;
}

/** The place of a scope, added when missing. */
function placeOf(scopes: ShapeScope[], name: string): number {
  for (let place = 0; place < scopes.length; place += 1) {
    if (scopes[place]?.name === name) return place;
  }
  return scopes.push({ name, concurrencyMax: unlimited }) - 1;
}

type PairOfCheck = ShapePair & { readonly provider: string; readonly scope: string };

/** The pairs, and each provider check's place among the slots of all of them, in their order. */
function pairsOf({
  providerChecks,
}: DecideRequest): Pick<QuestionShape, 'pairs' | 'providerSlots'> {
  const pairs: PairOfCheck[] = [];
  const seats: { readonly pair: number; readonly slot: number }[] = [];
  for (const { provider, scope, windowKey, startMinute, maxMicroUsd } of providerChecks) {
    const place = pairs.findIndex((pair) => pair.provider === provider && pair.scope === scope);
    const pair = place === -1 ? pairs.length : place;
    if (place === -1) pairs.push({ provider, scope, key: pairKey(provider, scope), slots: [] });
    const slots = pairs[pair]?.slots ?? [];
    const code = windowCode(windowKey);
    const known = slots.findIndex((slot) => slot.code === code);
    const slot = slots[known];
    if (slot === undefined) slots.push({ code, startMinute, max: maxMicroUsd });
    else slot.max = Math.min(slot.max, maxMicroUsd);
    seats.push({ pair, slot: slot === undefined ? slots.length - 1 : known });
  }
  let before = 0;
  const offsets = pairs.map(({ slots }) => {
    before += slots.length;
    return before - slots.length;
  });
  return { pairs, providerSlots: seats.map(({ pair, slot }) => (offsets[pair] ?? 0) + slot) };
}
