import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const everyMs = 1_000;
const kilobytesPerMegabyte = 1_000 / 1.024;

/** Resident memory of one process in MB, second by second. */
export type MemoryWatch = {
  /** Readings so far, the oldest first. */
  readonly readings: readonly number[];
  readonly stop: () => void;
};

/** Reads what the operating system says of a process each second until it is stopped. */
export function watchMemory(pid: number): MemoryWatch {
  const readings: number[] = [];
  const read = async () => {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
    readings.push(Number(stdout) / kilobytesPerMegabyte);
  };
  // A process that has ended has no memory; its end is reported by whoever loads it.
  const timer = setInterval(() => void read().catch(() => undefined), everyMs);
  return { readings, stop: () => clearInterval(timer) };
}
