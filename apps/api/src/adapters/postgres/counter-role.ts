import { Client } from 'pg';
import type { CounterRole } from '../../ports/counter-role.ts';

export type CounterRoleOptions = {
  readonly url: string;
  /**
   * Called each time the role is taken, before it counts as held: another process may have decided meanwhile, so what
   * this one remembers is void.
   */
  readonly onTaken?: () => Promise<void>;
  readonly log?: (line: string) => void;
};

/** Any constant that nothing else in the database locks. */
const lockKey = 7_287_337_001;

/** With the lock checked this often, a second process takes over well within 5 s. */
const attemptEveryMs = 1_000;

/**
 * Strives for the role from now on: the session of one connection holds an advisory lock, so that PostgreSQL itself frees
 * it when this process dies. The first attempt has been made when this resolves.
 */
export async function openCounterRole(options: CounterRoleOptions): Promise<CounterRole> {
  const role = new AdvisoryLockRole(options);
  await role.attempt();
  return role;
}

class AdvisoryLockRole implements CounterRole {
  readonly #options: CounterRoleOptions;
  #session: Client | undefined;
  #held = false;
  #reason = 'The counters are not taken yet.';
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: CounterRoleOptions) {
    this.#options = options;
  }

  isHeld(): boolean {
    return this.#held;
  }

  reason(): string | null {
    return this.#held ? null : this.#reason;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#drop();
  }

  /** One try; the next is set when it fails. */
  async attempt(): Promise<void> {
    try {
      await this.#take();
    } catch (error) {
      this.#drop();
      this.#reason = `The database cannot be asked for the counters: ${String(error)}.`;
    }
    if (this.#held || this.#closed) return;
    this.#timer = setTimeout(() => void this.attempt(), attemptEveryMs);
    this.#timer.unref();
  }

  async #take(): Promise<void> {
    const session = this.#session ?? (await this.#connect());
    const { rows } = await session.query<{ taken: boolean }>(
      'SELECT pg_try_advisory_lock($1) AS taken',
      [lockKey],
    );
    if (!rows[0]?.taken) {
      this.#reason =
        'Another process decides from its own counters: stop it, or give both the same REDIS_URL.';
      return;
    }
    await this.#options.onTaken?.();
    this.#held = !this.#closed && this.#session === session;
  }

  async #connect(): Promise<Client> {
    const session = new Client({
      connectionString: this.#options.url,
      application_name: 'purser-counters',
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    session.on('error', () => this.#lose(session));
    session.on('end', () => this.#lose(session));
    await session.connect();
    this.#session = session;
    return session;
  }

  /** The lock went with the connection: decisions stop at once, and the role is striven for anew. */
  #lose(session: Client): void {
    if (this.#session !== session) return;
    const wasHeld = this.#held;
    this.#drop();
    this.#reason = 'The connection that holds the counters was lost.';
    if (!wasHeld || this.#closed) return;
    this.#options.log?.(this.#reason);
    void this.attempt();
  }

  #drop(): void {
    const session = this.#session;
    this.#session = undefined;
    this.#held = false;
    session?.end().catch(() => {});
  }
}
