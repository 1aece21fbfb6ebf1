import type { PriceFlag } from '@purser/domain/money/usage-cost';
import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { AlertLog } from '../../ports/alert-log.ts';
import type { Ids } from '../../ports/ids.ts';

export type UnpricedDeps = {
  readonly alerts: AlertLog;
  readonly ids: Ids;
  readonly onError: (error: unknown) => void;
};

/** Models of one UTC day; beyond it something invents names, and the database says so just as well. */
const knownMax = 10_000;

/** Tells operators of models that have no price, once per model and UTC day (rule M8). */
export class UnpricedModels {
  readonly #deps: UnpricedDeps;
  /** What this process has said already: the alert log would drop it, but has to be asked. */
  readonly #said = new Set<string>();

  constructor(deps: UnpricedDeps) {
    this.#deps = deps;
  }

  /** A settlement has taken ceilings. It is booked whether or not it can be told. */
  async saw(scope: ProjectScope, atMs: number, flags: readonly PriceFlag[]): Promise<void> {
    const day = new Date(atMs).toISOString().slice(0, 'YYYY-MM-DD'.length);
    const said = (flag: PriceFlag) => [scope.tenantId, scope.projectId, keyOf(flag, day)].join(':');
    const fresh = flags.filter((flag) => !this.#said.has(said(flag)));
    if (fresh.length === 0) return;
    try {
      await this.#deps.alerts.raise(
        scope,
        fresh.map((flag) => ({
          id: this.#deps.ids.uuid7(atMs),
          kind: 'unpriced_model',
          severity: 'warning',
          dedupeKey: keyOf(flag, day),
          title: titleOf(flag),
          payload: { ...flag },
          createdAtMs: atMs,
        })),
      );
      if (this.#said.size > knownMax) this.#said.clear();
      for (const flag of fresh) this.#said.add(said(flag));
    } catch (error) {
      this.#deps.onError(error);
    }
  }
}

function keyOf({ provider, model }: PriceFlag, day: string): string {
  return `unpriced-model:${JSON.stringify([provider, model])}:${day}`;
}

function titleOf({ flag, provider, model }: PriceFlag): string {
  const taken =
    flag === 'unpriced_model'
      ? 'the highest price of its provider'
      : 'the highest price of the table';
  return `${model} of ${provider} has no price of its own: it takes ${taken}.`;
}
