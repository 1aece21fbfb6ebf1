import type { ProjectSettings } from '@purser/domain/plan/project-rules';
import type { ReferenceView } from '@purser/schema/contract/money-views';

type Reference = Pick<
  ProjectSettings,
  'referenceProvider' | 'referenceModel' | 'referencePricePicoUsd'
>;

/** The price that states tokens in money (rule P2). */
export function referenceView(settings: Reference): ReferenceView {
  return {
    provider: settings.referenceProvider,
    model: settings.referenceModel,
    pricePicoUsd: settings.referencePricePicoUsd,
  };
}
