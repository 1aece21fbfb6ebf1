import { gather } from '../../lib/gather.ts';
import type { FundingReading } from '../../ports/turn-lookup.ts';
import { type Balances, type FundingQuestion, readingOf } from './funding-query.ts';

/** No answer is built from balances read longer ago (as `turns:check` promises its callers). */
const ageMaxMs = 1_000;
/** So often all that is mirrored is read again, which leaves time for the reading itself. */
const refreshEveryMs = 600;
/** Who is not asked about for this long is no longer mirrored. */
const keepMs = 10_000;
/** Users of a project; the oldest one makes room. */
const entriesMax = 20_000;
/** While one read is under way, the next gathers: the larger it is, the less each of its answers costs. */
const firstReads = { sizeMax: 200, underWayMax: 1 };
/** So many are refreshed in one statement; others may ask the connection in between. */
const refreshSize = 1_000;

/** What one statement found, shared by everybody it was for, and when it was not yet sent. */
type Snapshot = { readonly balances: Balances; readonly sinceMs: number };

/** Changed in place: a new object for each user and refresh would outlive the young heap, ten thousand times a second. */
type Entry = { readonly question: FundingQuestion; snapshot: Snapshot; askedAtMs: number };

export type MirrorDeps = {
  /** Reads as of an instant of the project's clock. */
  readonly read: (questions: readonly FundingQuestion[], nowMs: number) => Promise<Balances>;
  /** Measures ages: never set back. */
  readonly localMs: () => number;
};

/**
 * The balances of users who are being asked about, of one project. Who is asked about first is read; from then on
 * all are read again together, in few large statements, as long as questions come. So a check in steady
 * state waits for no statement. What has not been read again in time is read for its question.
 */
export class BalanceMirror {
  readonly #deps: MirrorDeps;
  readonly #ask: (question: FundingQuestion) => Promise<Snapshot>;
  #entries = new Map<string, Entry>();
  #refreshedAtMs = Number.NEGATIVE_INFINITY;
  #refreshing = false;

  constructor(deps: MirrorDeps) {
    this.#deps = deps;
    this.#ask = gather(async (questions) => {
      const nowMs = Math.max(...questions.map((question) => question.nowMs));
      const snapshot = await this.#read(questions, nowMs);
      return questions.map(() => snapshot);
    }, firstReads);
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Answers at once when what it knows is not too old. */
  funding(question: FundingQuestion): FundingReading | Promise<FundingReading> {
    const localMs = this.#deps.localMs();
    if (localMs - this.#refreshedAtMs > refreshEveryMs && !this.#refreshing) {
      void this.#refresh(question.nowMs);
    }
    const key = `${question.userId} ${question.primaryId ?? ''}`;
    const known = this.#entries.get(key);
    if (known === undefined || !isFresh(known.snapshot, localMs, question.nowMs)) {
      return this.#readFirst(key, question, localMs);
    }
    known.askedAtMs = localMs;
    return readingOf(known.snapshot.balances, question);
  }

  /** A command of this process has changed balances: nothing that was read, or is being read, serves any longer. */
  forget(): void {
    this.#entries = new Map();
  }

  async #readFirst(
    key: string,
    question: FundingQuestion,
    askedAtMs: number,
  ): Promise<FundingReading> {
    const entries = this.#entries;
    const snapshot = await this.#ask(question);
    entries.delete(key);
    entries.set(key, { question, snapshot, askedAtMs });
    if (entries.size > entriesMax) {
      const oldest = entries.keys().next();
      if (!oldest.done) entries.delete(oldest.value);
    }
    return readingOf(snapshot.balances, question);
  }

  /** A failure shows when somebody asks about what has grown old. */
  async #refresh(nowMs: number): Promise<void> {
    this.#refreshing = true;
    this.#refreshedAtMs = this.#deps.localMs();
    try {
      const asked = this.#asked(this.#refreshedAtMs);
      for (let at = 0; at < asked.length; at += refreshSize) {
        const part = asked.slice(at, at + refreshSize);
        const snapshot = await this.#read(
          part.map(({ question }) => question),
          nowMs,
        );
        for (const entry of part) {
          // A user who was read meanwhile for a question of its own may have been read later.
          if (entry.snapshot.sinceMs < snapshot.sinceMs) entry.snapshot = snapshot;
        }
      }
    } catch {
      // What could not be read grows old.
    } finally {
      this.#refreshing = false;
    }
  }

  /** Who is still asked about; the others are dropped. */
  #asked(localMs: number): Entry[] {
    for (const [key, { askedAtMs }] of this.#entries) {
      if (localMs - askedAtMs > keepMs) this.#entries.delete(key);
    }
    return [...this.#entries.values()];
  }

  async #read(questions: readonly FundingQuestion[], nowMs: number): Promise<Snapshot> {
    const sinceMs = this.#deps.localMs();
    return { balances: await this.#deps.read(questions, nowMs), sinceMs };
  }
}

/** By both clocks: the project's may have been moved. */
function isFresh({ balances, sinceMs }: Snapshot, localMs: number, projectMs: number): boolean {
  return localMs - sinceMs <= ageMaxMs && Math.abs(projectMs - balances.readAtMs) <= ageMaxMs;
}
