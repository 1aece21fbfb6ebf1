import { formatUsdExact } from '@purser/domain/money/format-usd';
import { accepted, rejected } from '@purser/domain/outcome';
import type { SetReferencePrice } from '@purser/schema/contract/inputs';
import type { ReferenceView } from '@purser/schema/contract/money-views';
import { changeLines } from '../command/change-lines.ts';
import type { CommandDefinition } from '../command/run-command.ts';

type State = {
  readonly before: ReferenceView;
  /** What a token of the wanted model's output costs now, if it is in the price table. */
  readonly modelPicoUsd: bigint | null;
};
type Change = { readonly before: ReferenceView; readonly after: ReferenceView };

/** Chooses the price that states money in tokens. It changes no money, and no turn that was admitted before (rule M7). */
export const setReferencePrice: CommandDefinition<SetReferencePrice, State, Change, ReferenceView> =
  {
    operation: 'set-reference-price',
    load: async (stores, { provider, model }, { now }) => {
      const before = await stores.project.lockReference();
      const versions = await stores.prices.lock(provider, model);
      const inForce = versions.find(({ effectiveFrom }) => effectiveFrom <= now);
      return { before, modelPicoUsd: inForce?.outputPicoUsd ?? null };
    },
    decide: ({ before, modelPicoUsd }, { provider, model, pricePicoUsd = modelPicoUsd }) => {
      if (pricePicoUsd === null || pricePicoUsd <= 0n) {
        return rejected({
          code: 'invalid_value' as const,
          field: 'model',
          message: `The price table has no output price above zero for ${model} of ${provider}: send the price, or set it there first.`,
        });
      }
      const after = { provider, model, pricePicoUsd };
      const changes = changeLines([
        { label: 'provider', before: before.provider, after: provider },
        { label: 'model', before: before.model, after: model },
        {
          label: 'a million tokens',
          before: formatUsdExact(before.pricePicoUsd),
          after: formatUsdExact(pricePicoUsd),
        },
      ]);
      return accepted({
        change: { before, after },
        preview: after,
        changes,
        audit: { targetType: 'project', targetId: 'reference', before, after },
        affects: 'project' as const,
        unchanged: changes.length === 0,
      });
    },
    apply: async (stores, { before, after }, moment) => {
      await stores.project.setReference(after);
      await stores.policies.recordVersion({
        id: moment.newId(),
        subject: 'reference_price',
        subjectId: '',
        version: 0,
        before,
        after,
        actor: moment.actor,
        reason: moment.reason,
        changedAt: moment.now,
      });
      return undefined;
    },
  };
