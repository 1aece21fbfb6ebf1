import type { CounterScope } from '@purser/domain/quota/counter-types';
import type { Pool } from 'pg';
import type { Clock } from '../../ports/clock.ts';

/** How long a reading of the database's clock serves; a drift within it stays far below a minute's resolution. */
const readingAgeMaxMs = 1_000;

type Reading = {
  readonly readAtMs: number;
  /** Project time minus this process's monotonic time; null while frozen. */
  readonly offsetMs: number | null;
  readonly frozenAtMs: number;
};

const readSql = `
  SELECT extract(epoch FROM purser_now($1, $2)) * 1000 AS now_ms,
         (SELECT c.frozen_at IS NOT NULL FROM project_clock c WHERE c.tenant_id = $1 AND c.project_id = $2) AS frozen`;

/** The project's time from PostgreSQL, kept between readings by this process's monotonic clock (rule L9). */
export class ProjectClock implements Clock {
  readonly #pool: Pool;
  readonly #readings = new Map<string, Reading>();
  readonly #reading = new Map<string, Promise<Reading>>();

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async nowMs(scope: CounterScope): Promise<number> {
    const known = this.#readings.get(keyOf(scope));
    const localMs = performance.now();
    const reading =
      known !== undefined && localMs - known.readAtMs < readingAgeMaxMs
        ? known
        : await this.refresh(scope);
    return reading.offsetMs === null
      ? reading.frozenAtMs
      : Math.floor(performance.now() + reading.offsetMs);
  }

  /** Reads the clock now: after it was moved, or when the last reading is old. */
  refresh(scope: CounterScope): Promise<Reading> {
    const key = keyOf(scope);
    const running = this.#reading.get(key);
    if (running !== undefined) return running;
    const reading = this.#read(scope).finally(() => this.#reading.delete(key));
    this.#reading.set(key, reading);
    return reading;
  }

  async #read(scope: CounterScope): Promise<Reading> {
    const before = performance.now();
    const { rows } = await this.#pool.query<{ now_ms: string; frozen: boolean | null }>(readSql, [
      scope.tenantId,
      scope.projectId,
    ]);
    const readAtMs = performance.now();
    const nowMs = Number(rows[0]?.now_ms);
    const reading: Reading = {
      readAtMs,
      // The database answered somewhere between the two; the middle is wrong by half the trip at most.
      offsetMs: rows[0]?.frozen ? null : nowMs - (before + readAtMs) / 2,
      frozenAtMs: Math.floor(nowMs),
    };
    this.#readings.set(keyOf(scope), reading);
    return reading;
  }
}

function keyOf({ tenantId, projectId }: CounterScope): string {
  return `${tenantId}:${projectId}`;
}
