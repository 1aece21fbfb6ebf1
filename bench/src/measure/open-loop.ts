import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from './percentile.ts';

export type OpenLoop = {
  readonly perSecond: number;
  readonly seconds: number;
  readonly work: (piece: number) => Promise<void>;
};

export type LatencyReading = {
  readonly p99Ms: number;
  readonly p50Ms: number;
  readonly p999Ms: number;
  /** How far behind their schedule pieces began; more than a few milliseconds, and the load was not what it says. */
  readonly latenessP99Ms: number;
};

/**
 * Begins pieces at a fixed rate however long the earlier ones take, so that a slow answer delays
 * nobody else's start. The time of a piece runs from its start, for a timer's millisecond is no
 * server's doing; how late the starts were stands beside it.
 */
export async function openLoop({ perSecond, seconds, work }: OpenLoop): Promise<LatencyReading> {
  const pieces = perSecond * seconds;
  const latencies: number[] = [];
  const lateness: number[] = [];
  const running: Promise<void>[] = [];
  const startedAt = performance.now();
  const begin = async (piece: number) => {
    const beganAt = performance.now();
    lateness.push(beganAt - (startedAt + (piece * 1_000) / perSecond));
    await work(piece);
    latencies.push(performance.now() - beganAt);
  };
  while (running.length < pieces) {
    const due = Math.min(pieces, Math.ceil(((performance.now() - startedAt) * perSecond) / 1_000));
    while (running.length < due) running.push(begin(running.length));
    await sleep(1);
  }
  await Promise.all(running);
  return {
    p99Ms: percentile(latencies, 99),
    p50Ms: percentile(latencies, 50),
    p999Ms: percentile(latencies, 99.9),
    latenessP99Ms: percentile(lateness, 99),
  };
}
