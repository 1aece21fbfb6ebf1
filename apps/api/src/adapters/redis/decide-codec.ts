import type { LiveSums } from '@purser/domain/quota/counter-state';
import type {
  DecideAnswer,
  DecidedAnswer,
  DecideRequest,
  MinuteUsage,
  Observed,
  RollingUsage,
} from '@purser/domain/quota/counter-types';
import { isRolling } from '@purser/domain/quota/counter-usage';
import { ByteWriter } from './byte-writer.ts';
import { type QuestionShape, shapeOf, writeQuestion, writeShape } from './question-shape.ts';

/** Questions and answers of decide.lua. */

const code = { denied: 1, already: 2, taken: 3, loadUser: 4, loadProviders: 8 } as const;

/** A question and what its answer is read with. */
export type Question = { readonly request: DecideRequest; readonly shape: QuestionShape };

export type EncodedQuestions = {
  /** In the order of the questions, for reading their answers. */
  readonly questions: readonly Question[];
  readonly args: Buffer[];
};

export function encodeQuestions(requests: readonly DecideRequest[]): EncodedQuestions {
  const indexes = new Map<string, number>();
  const shapes = new ByteWriter();
  const asked = new ByteWriter();
  const questions: Question[] = [];
  for (const request of requests) {
    const shape = shapeOf(request);
    const shapeIndex = indexes.get(shape.name) ?? indexes.size;
    if (shapeIndex === indexes.size) writeShape(shapes, shape);
    indexes.set(shape.name, shapeIndex);
    writeQuestion(asked, { request, shape, shapeIndex });
    questions.push({ request, shape });
  }
  return { questions, args: [shapes.written(), asked.written()] };
}

/** Reads the answers to a batch, in its order: what follows the epoch in the script's reply. */
export function decodeAnswers(
  questions: readonly Question[],
  { epoch, parts }: { readonly epoch: string; readonly parts: readonly unknown[] },
): DecideAnswer[] {
  const [numbers, ...packed] = parts;
  if (!Buffer.isBuffer(numbers)) throw new Error('decide.lua answered no numbers.');
  const minutes = readMinutes(packed);
  const reader: Reader = { numbers, at: 0 };
  return questions.map((question, index) => {
    const status = next(reader);
    if (status < code.loadUser) {
      const answer = decodeDecided(question, { epoch, status, reader });
      const known = minutes.get(index);
      return known === undefined ? answer : { ...answer, rolling: bound(question, answer, known) };
    }
    return {
      kind: 'load',
      epoch: false,
      user: (status & code.loadUser) !== 0,
      providers: (status & code.loadProviders) !== 0,
    };
  });
}

type Reader = { readonly numbers: Buffer; at: number };

function next(reader: Reader): number {
  reader.at += 8;
  return reader.numbers.readDoubleLE(reader.at - 8);
}

/** Loops, because a server reads many thousands of these a second. */
function decodeDecided(
  { request, shape }: Question,
  {
    epoch,
    status,
    reader,
  }: { readonly epoch: string; readonly status: number; readonly reader: Reader },
): DecidedAnswer {
  const tokens = next(reader);
  const live: LiveSums[] = [];
  for (const _ of shape.scopes) {
    live.push({ requests: next(reader), tokens: next(reader), slots: next(reader) });
  }
  const held = (scope: string) => live[scope === '*' ? 0 : 1] ?? nothingLive;
  const used: number[] = [];
  for (const _ of shape.slots) used.push(next(reader), next(reader));
  const requests: Observed[] = [];
  for (const { scope } of request.requests) {
    const slot = shape.requestSlots[requests.length] ?? 0;
    requests.push({ used: used[2 * slot] ?? 0, held: held(scope).requests });
  }
  const tokenWindows: Observed[] = [];
  for (const { scope } of request.tokens) {
    const slot = shape.tokenSlots[tokenWindows.length] ?? 0;
    tokenWindows.push({ used: used[2 * slot + 1] ?? 0, held: held(scope).tokens });
  }
  const concurrency: number[] = [];
  for (const { scope } of request.concurrency) concurrency.push(held(scope).slots);
  const denied = status === code.denied;
  const taken = status === code.taken;
  const already = taken || status === code.already;
  const providers = shape.pairs.length === 0 ? [] : readProviders(shape, reader);
  const seen = { requests, tokenWindows, concurrency, providers, rolling: [] };
  return { kind: 'decided', epoch, denied, already, taken, tokens, ...seen };
}

const nothingLive: LiveSums = { requests: 0, tokens: 0, slots: 0 };

/** Of each pair what is held, then what was spent in each of its windows. */
function readProviders(shape: QuestionShape, reader: Reader): Observed[] {
  const ofSlots: Observed[] = [];
  for (const { slots } of shape.pairs) {
    const held = next(reader);
    for (const _ of slots) ofSlots.push({ used: next(reader), held });
  }
  return shape.providerSlots.map((slot) => ofSlots[slot] ?? { used: 0, held: 0 });
}

type MinutesBySlot = ReadonlyMap<number, readonly MinuteUsage[]>;

/** Question, slot and minutes by turns: the minutes stored for each rolling slot that bound. */
function readMinutes(parts: readonly unknown[]): Map<number, Map<number, MinuteUsage[]>> {
  const minutes = new Map<number, Map<number, MinuteUsage[]>>();
  for (let at = 0; at + 2 < parts.length; at += 3) {
    const question = Number(parts[at]) - 1;
    const packed = parts[at + 2];
    if (!Buffer.isBuffer(packed)) throw new Error('decide.lua answered no minutes.');
    const ofQuestion = minutes.get(question) ?? new Map<number, MinuteUsage[]>();
    ofQuestion.set(Number(parts[at + 1]) - 1, unpackMinutes(packed));
    minutes.set(question, ofQuestion);
  }
  return minutes;
}

/** The rolling windows that denied or cut, each once, in the order of the checks. */
function bound(
  { request, shape }: Question,
  answer: DecidedAnswer,
  minutes: MinutesBySlot,
): RollingUsage[] {
  const rest = (max: number, seen: Observed | undefined) =>
    max - (seen?.used ?? 0) - (seen?.held ?? 0);
  const slots = new Set<number>();
  for (const [at, { max, windowKey }] of request.requests.entries()) {
    const binds = isRolling(windowKey) && rest(max, answer.requests[at]) <= 0;
    if (binds) slots.add(shape.requestSlots[at] ?? 0);
  }
  for (const [at, { max, windowKey }] of request.tokens.entries()) {
    const cuts = rest(max, answer.tokenWindows[at]) < request.estimateTokens;
    if (isRolling(windowKey) && cuts) slots.add(shape.tokenSlots[at] ?? 0);
  }
  return [...slots].flatMap((place) => {
    const slot = shape.slots[place];
    if (slot === undefined) return [];
    const { windowKey, startMinute } = slot;
    // Minutes that have left the window may still be among those stored.
    const inside = (minutes.get(place) ?? []).filter(([minute]) => minute >= startMinute);
    return [{ scope: shape.scopes[slot.scope]?.name ?? '', windowKey, minutes: inside }];
  });
}

/** Three little-endian doubles each: minute, requests, tokens. */
function unpackMinutes(packed: Buffer): MinuteUsage[] {
  const minutes: MinuteUsage[] = [];
  for (let at = 0; at < packed.length; at += 24) {
    minutes.push([
      packed.readDoubleLE(at),
      packed.readDoubleLE(at + 8),
      packed.readDoubleLE(at + 16),
    ]);
  }
  return minutes;
}
