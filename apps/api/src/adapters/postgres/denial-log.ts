import type { CounterScope } from '@purser/domain/quota/counter-types';
import type { Pool } from 'pg';
import type { DenialLog, DenialRecord } from '../../ports/denial-log.ts';

/** Beyond this many waiting rows further denials are counted, not kept: a flood of them must not fill memory. */
const waitingMax = 20_000;
const batchMax = 500;

type Waiting = { readonly scope: CounterScope; readonly denial: DenialRecord };

/** Writes denials in batches, one statement at a time. */
export class PostgresDenialLog implements DenialLog {
  readonly #pool: Pool;
  readonly #onError: (error: unknown) => void;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | null = null;
  dropped = 0;

  constructor(pool: Pool, onError: (error: unknown) => void) {
    this.#pool = pool;
    this.#onError = onError;
  }

  record(scope: CounterScope, denial: DenialRecord): void {
    if (this.#waiting.length >= waitingMax) {
      this.dropped += 1;
      return;
    }
    this.#waiting.push({ scope, denial });
    this.#writing ??= this.#write();
  }

  async close(): Promise<void> {
    while (this.#writing !== null) await this.#writing;
  }

  async #write(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, batchMax);
      try {
        await this.#pool.query(
          `INSERT INTO denial (tenant_id, project_id, id, user_id, turn_external_id, bundle_id, plan_id, reasons, denials, funding, denied_at)
           SELECT x.tenant_id, x.project_id, x.id, x.user_id, x.turn_external_id, x.bundle_id, x.plan_id, x.reasons, x.denials, x.funding, x.denied_at
             FROM jsonb_to_recordset($1::jsonb) AS x(tenant_id integer, project_id integer, id uuid, user_id bigint,
                  turn_external_id text, bundle_id text, plan_id text, reasons text[], denials jsonb, funding jsonb, denied_at timestamptz)
           ON CONFLICT DO NOTHING`,
          [JSON.stringify(batch.map(rowOf))],
        );
      } catch (error) {
        this.#onError(error);
      }
    }
    this.#writing = null;
  }
}

function rowOf({ scope, denial }: Waiting): Record<string, unknown> {
  return {
    tenant_id: scope.tenantId,
    project_id: scope.projectId,
    id: denial.id,
    user_id: denial.userId.toString(),
    turn_external_id: denial.turnId,
    bundle_id: denial.bundleId,
    plan_id: denial.planId,
    reasons: denial.reasons,
    denials: JSON.parse(JSON.stringify(denial.denials, bigintAsNumber)),
    funding: JSON.parse(JSON.stringify(denial.funding, bigintAsNumber)),
    denied_at: new Date(denial.deniedAtMs).toISOString(),
  };
}

function bigintAsNumber(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}
