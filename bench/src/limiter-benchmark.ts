import { startRedis } from '@purser/local-services/redis';
import { type BenchmarkOptions, type BenchmarkResult, times } from './benchmark.ts';
import { runP5 } from './p5-limiter.ts';

/** P5: one decision with seven windows, holds and a slot, against one and seven windows of the peer. */
export async function runLimiterBenchmark({ rounds }: BenchmarkOptions): Promise<BenchmarkResult> {
  const redis = await startRedis();
  try {
    const result = await runP5({ redisUrl: redis.url, rounds });
    const ours = Math.round(result.perSecond['purser, one scope']);
    const line = (what: string, measured: number, must: number, aim: number, peer: number) => ({
      id: 'P5',
      what,
      measured,
      must: times(must),
      aim: times(aim),
      detail: `${ours} against ${Math.round(peer)} decisions/s`,
    });
    return {
      lines: [
        line(
          'against one window',
          result.ratioToOneWindow,
          0.7,
          0.9,
          result.perSecond['one window'],
        ),
        line(
          'against seven windows in a union',
          result.ratioToSevenWindows,
          3,
          5,
          result.perSecond['seven windows in a union'],
        ),
      ],
      raw: result,
    };
  } finally {
    await redis.stop();
  }
}
