import type { Benchmark } from './benchmark.ts';
import { runGrowthBenchmark } from './growth/growth-benchmark.ts';
import { runCheckBenchmark } from './http/check-benchmark.ts';
import { runLatencyBenchmark } from './http/latency-benchmark.ts';
import { runMemoryBenchmark } from './http/memory-benchmark.ts';
import { runTurnsBenchmark } from './http/turns-benchmark.ts';
import { runLeaseBenchmark } from './leases/lease-benchmark.ts';
import { runLedgerBenchmark } from './ledger/ledger-benchmark.ts';
import { runLimiterBenchmark } from './limiter-benchmark.ts';
import { runCloneBenchmark } from './server/clone-benchmark.ts';
import { runExactnessBenchmark } from './server/exactness-benchmark.ts';
import { runStartBenchmark } from './server/start-benchmark.ts';
import { runIntakeBenchmark } from './stripe/intake-benchmark.ts';

const durationMs = 2_000;

/** Every benchmark by the number docs/benchmarks.md explains it under. */
export const benchmarks: readonly Benchmark[] = [
  {
    id: 'P1',
    title: 'ledger: hold and settle over 10,000 accounts',
    run: (options) =>
      runLedgerBenchmark(
        {
          id: 'P1',
          funding: 'own period',
          interactive: { 64: [7, 12], 512: [14, 20] },
          singleCall: { 64: [3, 4.5], 512: [6, 9] },
          durationMs,
        },
        options,
      ),
  },
  {
    id: 'P2',
    title: 'ledger: the same on one hot account',
    run: (options) =>
      runLedgerBenchmark(
        {
          id: 'P2',
          funding: 'one project',
          interactive: { 64: [25, 40], 512: [45, 70] },
          singleCall: { 64: [12, 20], 512: [22, 33] },
          durationMs,
        },
        options,
      ),
  },
  { id: 'P3', title: 'checks over HTTP', run: runCheckBenchmark },
  { id: 'P4', title: 'admissions and settlements over HTTP', run: runTurnsBenchmark },
  { id: 'P5', title: 'limiter alone', run: runLimiterBenchmark },
  { id: 'P6', title: 'leases and usage reports in batches', run: runLeaseBenchmark },
  { id: 'P9', title: 'growth of users and ledger', run: runGrowthBenchmark },
  { id: 'P11', title: 'memory under admissions and settlements', run: runMemoryBenchmark },
  { id: 'P12', title: 'starts', run: runStartBenchmark },
  { id: 'P14', title: 'exactness over four processes', run: runExactnessBenchmark },
  { id: 'P15', title: "intake of Stripe's events", run: runIntakeBenchmark },
  { id: 'P16', title: 'a fresh clone', run: runCloneBenchmark },
  { id: 'P17', title: 'latency of admissions at a fixed rate', run: runLatencyBenchmark },
];
