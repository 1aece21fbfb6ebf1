import type { DataPlaneCall, DataPlaneOutcome } from '@purser/schema/contract/data-plane';
import type { BatchNeeds, LoadedTenant } from '../../ports/quota-books.ts';
import type { DataPlaneDeps } from '../data-plane/data-plane-deps.ts';
import { openPeriods } from '../tenant/open-periods.ts';
import { QuotaBatch, withoutPeriods } from './quota-batch.ts';

export type BatchRun<Item, Value> = {
  readonly call: DataPlaneCall;
  readonly items: readonly Item[];
  readonly needsOf: (items: readonly Item[]) => Omit<BatchNeeds, 'dataplaneId'>;
  /** Decides one item; one that is refused leaves nothing but what it noted. */
  readonly decide: (batch: QuotaBatch, item: Item) => DataPlaneOutcome<Value>;
};

/**
 * Decides the items of a batch one after another over quotas that were loaded together, and writes what they
 * change together (rule D19). A batch that fails as a whole is run again item by item, so that one item takes
 * no other down.
 */
export async function runBatch<Item, Value>(
  deps: DataPlaneDeps,
  run: BatchRun<Item, Value>,
): Promise<readonly DataPlaneOutcome<Value>[]> {
  try {
    return await runTogether(deps, run);
  } catch (error) {
    if (run.items.length === 1) throw error;
    deps.onError(error);
    const outcomes: DataPlaneOutcome<Value>[] = [];
    for (const item of run.items) outcomes.push(await runAlone(deps, { ...run, items: [item] }));
    return outcomes;
  }
}

async function runAlone<Item, Value>(
  deps: DataPlaneDeps,
  run: BatchRun<Item, Value>,
): Promise<DataPlaneOutcome<Value>> {
  try {
    const [outcome] = await runTogether(deps, run);
    return outcome ?? failed;
  } catch (error) {
    deps.onError(error);
    return failed;
  }
}

const failed: DataPlaneOutcome<never> = {
  ok: false,
  rejection: {
    code: 'internal_error',
    message: 'This item failed; the others stand. Send it again.',
    retryAfterSeconds: 1,
  },
};

async function runTogether<Item, Value>(
  deps: DataPlaneDeps,
  { call, items, needsOf, decide }: BatchRun<Item, Value>,
): Promise<readonly DataPlaneOutcome<Value>[]> {
  const needs = { ...needsOf(items), dataplaneId: call.dataplaneId };
  const attempt = () =>
    deps.books.inBatch(needs, (loaded) => {
      const batch = new QuotaBatch(loaded, { call, ids: deps.ids });
      const lacking = withoutPeriods(loaded);
      const outcomes = lacking.length > 0 ? [] : items.map((item) => decide(batch, item));
      return { writes: batch.writes(), value: { lacking, outcomes } };
    });
  const first = await attempt();
  if (first.lacking.length === 0) return first.outcomes;
  await openAll(deps, first.lacking);
  return (await attempt()).outcomes;
}

/** Makes the billing periods that are missing, each tenant's under its own lock, before the batch goes on. */
async function openAll({ unitOfWork, ids }: DataPlaneDeps, lacking: readonly LoadedTenant[]) {
  for (const { scope } of lacking) {
    await unitOfWork.run(scope, async (stores) => {
      const opened = await openPeriods(stores, await stores.quotas.lock(), ids);
      return { commit: true, value: opened };
    });
  }
}
