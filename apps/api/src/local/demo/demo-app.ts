import { setTimeout as sleep } from 'node:timers/promises';
import type { AdmitTurn, UsageLine } from '@purser/schema/contract/turn';
import type { ApiClient } from '../api-client.ts';
import { type DemoTurn, drawLiveTurn } from './hour-plan.ts';
import { randomOf } from './random.ts';

export type DemoAppOptions = {
  readonly client: ApiClient;
  readonly isPaused: () => boolean;
  /** Ends it. */
  readonly signal: AbortSignal;
};

/** Two turns a second while somebody may be watching the first minutes … */
const livelyPauseMs = 500;
const livelyForMs = 10 * 60_000;

/** … then one in ten seconds: an hour adds to the charts, but a night does not use up everybody's month. */
const calmPauseMs = 10_000;

/** The work between admission and settlement. */
const workMs = { least: 400, most: 6_000 };

/** A server that refuses or does not answer is left alone this long. */
const troublePauseMs = 10_000;

/**
 * Uses the running server as an AI app would, through its public API: admits, works a while, settles. Resolves when it is
 * told to end.
 */
export async function runDemoApp(options: DemoAppOptions): Promise<void> {
  const { signal, isPaused } = options;
  const startedMs = performance.now();
  const random = randomOf(`live ${Date.now()}`);
  const name = Date.now().toString(36);
  for (let count = 0; !signal.aborted; count += 1) {
    const isLively = performance.now() - startedMs < livelyForMs;
    await pause((isLively ? livelyPauseMs : calmPauseMs) * (0.5 + random.next()), signal);
    if (signal.aborted || isPaused()) continue;
    const turn = drawLiveTurn(`live-${name}-${count}`, random);
    const isFine = await admit(options, turn, random.between(workMs.least, workMs.most));
    if (!isFine) await pause(troublePauseMs, signal);
  }
}

/** Admits and, without waiting for it, does the work; answers whether the server took the question. */
async function admit({ client, signal }: DemoAppOptions, turn: DemoTurn, forMs: number) {
  const answer = await client
    .send('POST', '/api/v1/turns', admitBody(turn.admit))
    .catch(() => null);
  if (answer === null || answer.status >= 400) return false;
  if (answer.body.decision === 'admitted') void work({ client, signal }, turn, forMs);
  return true;
}

/** A turn whose app is stopped is settled at once, as an app that shuts down in order would. */
async function work(
  { client, signal }: Pick<DemoAppOptions, 'client' | 'signal'>,
  { admit: { turnId }, settle }: DemoTurn,
  forMs: number,
): Promise<void> {
  await pause(forMs, signal);
  const path = `/api/v1/turns/${turnId}`;
  const sent =
    settle === null
      ? client.send('POST', `${path}/release`, {})
      : client.send('POST', `${path}/settle`, {
          usage: settle.usage?.map(usageBody),
          outcome: settle.outcome,
        });
  await sent.catch(() => {});
}

function admitBody(turn: AdmitTurn): Record<string, unknown> {
  return {
    turn_id: turn.turnId,
    user_id: turn.userId,
    bundle_id: turn.bundleId,
    input_tokens: Number(turn.inputTokens),
    max_output_tokens: Number(turn.maxOutputTokens),
    providers: turn.providers,
    ...(turn.role === undefined ? {} : { role: turn.role }),
  };
}

function usageBody(line: UsageLine): Record<string, unknown> {
  return {
    provider: line.provider,
    model: line.model,
    input_tokens: Number(line.inputTokens),
    output_tokens: Number(line.outputTokens),
    cache_read_tokens: Number(line.cacheReadTokens),
    cache_write_tokens: Number(line.cacheWriteTokens),
    ...(line.units === undefined ? {} : { units: Number(line.units) }),
  };
}

async function pause(forMs: number, signal: AbortSignal): Promise<void> {
  await sleep(forMs, undefined, { signal, ref: false }).catch(() => {});
}
