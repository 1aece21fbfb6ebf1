import type { CounterScope, ToldBatch } from '@purser/domain/quota/counter-types';
import type { Pool } from 'pg';
import type { TurnAnswer, TurnItem } from '../../../ports/turn-ledger.ts';
import { PostingAccounts } from '../posting-accounts.ts';
import { type AnswerRow, postingText, postingValues } from '../posting-statement.ts';
import { isRetryable } from '../retryable.ts';
import { adoptLane } from './adopt-lane.ts';
import { closedTurn, decodeAnswer } from './decode-answer.ts';
import { encodeItem } from './encode-item.ts';
import { toldTurn } from './told-turn.ts';

export type Waiting = {
  readonly item: TurnItem;
  readonly resolve: (answer: TurnAnswer) => void;
  readonly reject: (error: unknown) => void;
};

export type LaneOptions = {
  readonly pool: Pool;
  readonly scope: CounterScope;
  /** Which sub-account of spend this lane credits, so that lanes never wait for each other there. */
  readonly spendShard: number;
  readonly tell: (scope: CounterScope, batch: ToldBatch) => Promise<void>;
  /** A settlement stands whether or not the counters can be told: its caller does not wait longer for them. */
  readonly patienceMs?: number;
};

const patienceUsualMs = 500;
const attemptsMax = 5;

/**
 * One sequential stream of batches. A batch is one autocommit statement, so its answer arrives only
 * when it is durable. Batches with closed turns are numbered by PostgreSQL; the counters are told
 * each number once and in order, and a later batch carries how far they have been told.
 */
export class Lane {
  readonly #options: LaneOptions;
  #id: string | null = null;
  #seq = 0;
  #told = 0;
  /** The last batch's closed turns on their way to the counters, and to whoever closed them. */
  #telling: Promise<void> = Promise.resolve();
  /** Whether `lane.untold` may still name turns that the counters know of by now. */
  #unsaid = false;

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  /**
   * Posts one batch and resolves when the next one may follow; never throws. Who is admitted hears it at once. Whoever
   * closed a turn hears it when the counters know (rule W8), and they learn it while the lane goes on: the turns of one
   * batch are being told, those of a second one may wait for that, and nothing is posted behind them.
   */
  async run(batch: readonly Waiting[]): Promise<void> {
    try {
      const { laneId, rows } = await this.#post(batch);
      const closes = (row: AnswerRow) => closesTurns(batch[row.ordinal - 1]?.item);
      const [closed, opened] = [rows.filter(closes), rows.filter((row) => !closes(row))];
      answer(batch, opened);
      if (closed.length === 0) return;
      await this.#telling;
      const seq = rows.find((row) => row.ordinal === 0)?.version;
      if (seq === undefined) answer(batch, closed);
      else this.#telling = this.#tell({ laneId, seq: Number(seq) }, batch, closed);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  /** Resolves when everybody of the batches so far is answered. */
  told(): Promise<void> {
    return this.#telling;
  }

  /** When idle: says in PostgreSQL that nothing is left to tell, so that nobody tells it again. */
  async rest(): Promise<void> {
    if (!this.#unsaid || this.#told < this.#seq) return;
    const { pool, scope } = this.#options;
    this.#unsaid = false;
    await pool.query(
      `UPDATE lane SET told = $4, untold = '{}' WHERE tenant_id = $1 AND project_id = $2 AND id = $3 AND seq = $4`,
      [scope.tenantId, scope.projectId, this.#id, this.#seq],
    );
  }

  async #post(
    batch: readonly Waiting[],
  ): Promise<{ readonly laneId: string; readonly rows: readonly AnswerRow[] }> {
    const { pool, scope, spendShard } = this.#options;
    const id = await this.#name();
    const accounts = new PostingAccounts();
    const items = batch.map(({ item }) => encodeItem(item, accounts, spendShard));
    for (let attempt = 1; ; attempt += 1) {
      const lane = { id, told: this.#told, lockFirst: attempt > 1 };
      const values = postingValues({ scope, lane, accounts, items });
      try {
        const query = { name: 'purser_post', text: postingText, values };
        return { laneId: id, rows: (await pool.query<AnswerRow>(query)).rows };
      } catch (error) {
        // Nothing of the batch was done: PostgreSQL ended it, to break a deadlock with an admin command, or the budget no
        // longer covered what had been decided without its lock.
        if (attempt === attemptsMax || !isRetryable(error)) throw error;
      }
    }
  }

  /** The name to number batches under, taken over or drawn when it is needed first. */
  async #name(): Promise<string> {
    if (this.#id !== null) return this.#id;
    const { id, seq } = await adoptLane(this.#options.pool, this.#options.scope);
    this.#id = id;
    this.#seq = seq;
    this.#told = seq;
    return id;
  }

  async #tell(
    { laneId, seq }: { readonly laneId: string; readonly seq: number },
    batch: readonly Waiting[],
    closed: readonly AnswerRow[],
  ): Promise<void> {
    if (this.#id === laneId) {
      this.#unsaid = true;
      // A number is missing when a batch before this one was committed without an answer, or when a job
      // took this lane for silent. Its untold turns, these among them, are left to that job (rule W8).
      if (seq === this.#seq + 1) this.#seq = seq;
      else this.#leave();
    }
    try {
      const items = closed.flatMap((row) => {
        const item = batch[row.ordinal - 1]?.item;
        const turn = item === undefined ? null : closedTurn(item, row);
        return item === undefined || turn === null ? [] : [toldTurn(item, turn)];
      });
      const { scope, tell, patienceMs = patienceUsualMs } = this.#options;
      await within(patienceMs, tell(scope, { laneId, seq, items }));
      if (this.#id === laneId) this.#told = seq;
    } catch {
      // The settle stands; the turns stay in `lane.untold` and are told again within five seconds (rule W8).
      if (this.#id === laneId) this.#leave();
    }
    answer(batch, closed);
  }

  /** Goes on under a new name; what the old one has not said it told is told by others. */
  #leave(): void {
    this.#id = null;
    this.#seq = 0;
    this.#told = 0;
    this.#unsaid = false;
  }
}

/** What may have closed a turn is answered when the counters know. */
function closesTurns(item: TurnItem | undefined): boolean {
  return item !== undefined && item.op !== 'admit' && item.op !== 'heartbeat';
}

function answer(batch: readonly Waiting[], rows: readonly AnswerRow[]): void {
  for (const row of rows) {
    const waiting = batch[row.ordinal - 1];
    if (waiting === undefined) continue;
    try {
      waiting.resolve(decodeAnswer(waiting.item, row));
    } catch (error) {
      waiting.reject(error);
    }
  }
}

async function within(patienceMs: number, told: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The counters did not answer in time.')), patienceMs);
  });
  try {
    await Promise.race([told, late]);
  } finally {
    clearTimeout(timer);
  }
}
