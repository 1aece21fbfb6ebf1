import type { CounterScope } from '@purser/domain/quota/counter-types';
import type { TurnAnswer, TurnItem, TurnLedger } from '../../../ports/turn-ledger.ts';
import { Lane, type LaneOptions, type Waiting } from './lane.ts';

/** Two batches in flight: one is decided while the other one waits for its commit or for its callers. */
const lanesPerProject = 2;
/** Larger batches gain nothing more and make the last item wait longer. */
const batchSizeMax = 256;
/** So few items go together, whoever they are for: one batch costs less than two. */
const smallCrowd = 16;
const spendShards = 16;
const restAfterMs = 1_000;

export type GatheredOptions = Omit<LaneOptions, 'scope' | 'spendShard'> & {
  /** Distinguishes processes: their lanes start at different spend sub-accounts. */
  readonly processNumber: number;
};

/**
 * Gathers concurrent items of a project into batches, at most two in flight. An item waits only
 * while its lane is busy; then everything that waits there goes together.
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

type LaneQueue = { readonly lane: Lane; waiting: Waiting[]; running: boolean };

class ProjectQueue {
  readonly #lanes: readonly LaneQueue[];
  readonly #running = new Set<Promise<void>>();
  #scheduled = false;
  #restTimer: NodeJS.Timeout | null = null;

  constructor({ processNumber, ...options }: GatheredOptions, scope: CounterScope) {
    this.#lanes = Array.from({ length: lanesPerProject }, (_, index) => {
      const spendShard = (processNumber * lanesPerProject + index) % spendShards;
      const lane = new Lane({ ...options, scope, spendShard });
      return { lane, waiting: [], running: false };
    });
  }

  submit(item: TurnItem): Promise<TurnAnswer> {
    return new Promise((resolve, reject) => {
      this.#laneFor(item).waiting.push({ item, resolve, reject });
      this.#schedule();
    });
  }

  async drain(): Promise<void> {
    if (this.#restTimer !== null) clearTimeout(this.#restTimer);
    while (this.#running.size > 0 || this.#lanes.some(({ waiting }) => waiting.length > 0)) {
      this.#dispatch();
      await Promise.all(this.#running);
    }
    await Promise.all(this.#lanes.map(({ lane }) => lane.told()));
    await Promise.all(this.#lanes.map(({ lane }) => lane.rest()));
  }

  /** A user's turns keep to one lane, so that two batches seldom wait for each other's accounts. */
  #laneFor(item: TurnItem): LaneQueue {
    if ('userId' in item) {
      const own = this.#lanes[Number(item.userId % BigInt(this.#lanes.length))];
      if (own !== undefined) return own;
    }
    return this.#lanes.reduce((a, b) => (b.waiting.length < a.waiting.length ? b : a));
  }

  /** A second after the last batch the lanes say that nothing is left to tell; a failure is said again later. */
  #restSoon(): void {
    this.#restTimer?.refresh();
    this.#restTimer ??= setTimeout(() => {
      if (this.#running.size > 0) return this.#restSoon();
      for (const { lane } of this.#lanes) lane.rest().catch(() => this.#restSoon());
    }, restAfterMs).unref();
  }

  /** After the event loop has read what else has arrived. */
  #schedule(): void {
    if (this.#scheduled || this.#lanes.every(({ running }) => running)) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#dispatch();
    });
  }

  #dispatch(): void {
    for (const queue of this.#lanes) {
      if (queue.running) continue;
      const batch = this.#batchFor(queue);
      if (batch.length === 0) continue;
      queue.running = true;
      const run = queue.lane.run(batch).finally(() => {
        this.#running.delete(run);
        queue.running = false;
        if (this.#lanes.some(({ waiting }) => waiting.length > 0)) this.#schedule();
        else this.#restSoon();
      });
      this.#running.add(run);
    }
  }

  /** What waits for a lane, and while that is little also what waits for another one. */
  #batchFor(queue: LaneQueue): Waiting[] {
    const batch = queue.waiting.splice(0, batchSizeMax);
    for (const { waiting } of this.#lanes) {
      if (batch.length < smallCrowd) batch.push(...waiting.splice(0, smallCrowd - batch.length));
    }
    return batch;
  }
}
