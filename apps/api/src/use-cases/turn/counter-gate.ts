import { budgetWindows } from '@purser/domain/budget/provider-windows';
import type {
  CounterScope,
  DecidedAnswer,
  DecideRequest,
  LoadAnswer,
  ScopedWindow,
} from '@purser/domain/quota/counter-types';
import { minuteOf } from '@purser/domain/quota/window';
import type { CounterSource } from '../../ports/counter-source.ts';
import type { Counters } from '../../ports/counters.ts';

/** A question that still asks to be loaded after so many loads points at a fault, not at bad luck. */
const loadsMax = 20;

/**
 * Asks the counters and, when they do not know enough, rebuilds what is missing from PostgreSQL
 * first: a new epoch after a flush or restart, then users and provider spend as they are asked for
 * (rule W8). Concurrent questions share one rebuild.
 */
export class CounterGate {
  readonly #counters: Counters;
  readonly #source: CounterSource;
  readonly #mayBegin: () => boolean;
  readonly #running = new Map<string, Promise<void>>();

  /** `mayBegin`: whether this process decides at all, so that it may end the epoch of whoever did before. */
  constructor(counters: Counters, source: CounterSource, mayBegin: () => boolean) {
    this.#counters = counters;
    this.#source = source;
    this.#mayBegin = mayBegin;
  }

  /** `counted` are all windows of the user's policies, so that a limit set later finds them counted. */
  async decide(
    scope: CounterScope,
    request: DecideRequest,
    counted: () => readonly ScopedWindow[],
  ): Promise<DecidedAnswer> {
    for (let loads = 0; loads <= loadsMax; loads += 1) {
      const answer = await this.#counters.decide(scope, request);
      if (answer.kind === 'decided') return answer;
      await this.#load(scope, answer, request, counted);
    }
    throw new Error('The counters ask to be loaded again and again.');
  }

  /**
   * The ledger refused what was decided under an epoch. While the counters still are in it, PostgreSQL has begun another
   * one and whoever asked for that died before it told them: nothing would be admitted any more, so one more begins.
   */
  async refused(scope: CounterScope, epoch: string): Promise<void> {
    if (!this.#mayBegin()) return;
    await this.#once(`epoch ${projectKey(scope)}`, async () => {
      if ((await this.#counters.begin(scope, '0')) === epoch) await this.#beginEpoch(scope);
    });
  }

  async #beginEpoch(scope: CounterScope): Promise<void> {
    await this.#counters.begin(scope, await this.#source.beginEpoch(scope));
  }

  async #load(
    scope: CounterScope,
    answer: LoadAnswer,
    request: DecideRequest,
    counted: () => readonly ScopedWindow[],
  ): Promise<void> {
    const project = projectKey(scope);
    if (answer.epoch) return this.#once(`epoch ${project}`, () => this.#beginEpoch(scope));
    // An epoch of 0 changes nothing and answers the one in force, under which everything is read.
    if (answer.providers) {
      await this.#once(`providers ${project}`, async () => {
        const epoch = await this.#counters.begin(scope, '0');
        const windows = budgetWindows(minuteOf(request.nowMs));
        await this.#counters.loadProviders(
          scope,
          epoch,
          await this.#source.loadProviders(scope, windows),
        );
      });
    }
    if (answer.user) {
      await this.#once(`user ${project} ${request.userId}`, async () => {
        const epoch = await this.#counters.begin(scope, '0');
        const windows = [...request.requests, ...request.tokens, ...counted()];
        await this.#counters.loadUser(
          scope,
          epoch,
          await this.#source.loadUser(scope, BigInt(request.userId), distinct(windows)),
        );
      });
    }
  }

  #once(key: string, work: () => Promise<void>): Promise<void> {
    const running = this.#running.get(key);
    if (running !== undefined) return running;
    const started = work().finally(() => this.#running.delete(key));
    this.#running.set(key, started);
    return started;
  }
}

function projectKey({ tenantId, projectId }: CounterScope): string {
  return `${tenantId}:${projectId}`;
}

function distinct(windows: readonly ScopedWindow[]): readonly ScopedWindow[] {
  const found = new Map<string, ScopedWindow>();
  for (const { scope, windowKey, startMinute } of windows) {
    found.set(`${scope} ${windowKey}`, { scope, windowKey, startMinute });
  }
  return [...found.values()];
}
