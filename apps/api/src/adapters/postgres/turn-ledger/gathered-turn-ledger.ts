import type { CounterScope } from '@purser/domain/quota/counter-types';
import type { TurnAnswer, TurnItem, TurnLedger } from '../../../ports/turn-ledger.ts';
import { Lane, type LaneOptions, type Waiting } from './lane.ts';

/** Two batches in flight keep PostgreSQL busy while the other one waits for its commit. */
const lanesPerProject = 2;
/** Larger batches gain nothing more and make the last item wait longer. */
const batchSizeMax = 256;
const spendShards = 16;
const restAfterMs = 1_000;

export type GatheredOptions = Omit<LaneOptions, 'scope' | 'spendShard'> & {
  /** Distinguishes processes: their lanes start at different spend sub-accounts. */
  readonly processNumber: number;
};

/**
 * Gathers concurrent items of a project into batches, at most two in flight. An item waits only
 * while both lanes are busy; then everything that waits goes together.
 */
export class GatheredTurnLedger implements TurnLedger {
  readonly #options: GatheredOptions;
  readonly #projects = new Map<string, ProjectQueue>();
  #closed = false;

  constructor(options: GatheredOptions) {
    this.#options = options;
  }

  submit(scope: CounterScope, item: TurnItem): Promise<TurnAnswer> {
    if (this.#closed) return Promise.reject(new Error('The ledger is closing.'));
    return this.#queueOf(scope).submit(item);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#projects.values()].map((queue) => queue.drain()));
  }

  #queueOf(scope: CounterScope): ProjectQueue {
    const key = `${scope.tenantId}:${scope.projectId}`;
    const known = this.#projects.get(key);
    if (known !== undefined) return known;
    const queue = new ProjectQueue(this.#options, scope);
    this.#projects.set(key, queue);
    return queue;
  }
}

class ProjectQueue {
  readonly #idle: Lane[];
  readonly #running = new Set<Promise<void>>();
  #waiting: Waiting[] = [];
  #scheduled = false;
  #restTimer: NodeJS.Timeout | null = null;

  constructor(options: GatheredOptions, scope: CounterScope) {
    this.#idle = Array.from({ length: lanesPerProject }, (_, index) => {
      const spendShard = (options.processNumber * lanesPerProject + index) % spendShards;
      return new Lane({ pool: options.pool, tell: options.tell, scope, spendShard });
    });
  }

  submit(item: TurnItem): Promise<TurnAnswer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#schedule();
    });
  }

  async drain(): Promise<void> {
    if (this.#restTimer !== null) clearTimeout(this.#restTimer);
    while (this.#waiting.length > 0 || this.#running.size > 0) {
      this.#dispatch();
      await Promise.all(this.#running);
    }
    await Promise.all(this.#idle.map((lane) => lane.rest()));
  }

  /** A second after the last batch the lanes say that nothing is left to tell; a failure is said again later. */
  #restSoon(): void {
    this.#restTimer?.refresh();
    this.#restTimer ??= setTimeout(() => {
      if (this.#running.size > 0) return this.#restSoon();
      for (const lane of this.#idle) lane.rest().catch(() => this.#restSoon());
    }, restAfterMs).unref();
  }

  /** After the event loop has read what else has arrived. */
  #schedule(): void {
    if (this.#scheduled || this.#idle.length === 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#dispatch();
    });
  }

  #dispatch(): void {
    while (this.#waiting.length > 0) {
      const lane = this.#idle.pop();
      if (lane === undefined) return;
      // With both lanes free a small crowd is not split: one batch costs less than two.
      const batch = this.#waiting.splice(0, batchSizeMax);
      const run = lane.run(batch).finally(() => {
        this.#running.delete(run);
        this.#idle.push(lane);
        if (this.#waiting.length > 0) this.#schedule();
        else this.#restSoon();
      });
      this.#running.add(run);
    }
  }
}
