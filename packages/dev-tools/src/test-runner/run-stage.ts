import { formatSeconds, type StageReport, showProgress } from './console.ts';
import { type Outcome, oneFailed, sumOutcomes } from './outcome.ts';
import type { SharedServices } from './services.ts';
import { readStageOutcome } from './stage-outcome.ts';
import type { Stage } from './stages.ts';
import { runTurbo } from './turbo.ts';

/** A stage that takes longer than its share by this much has failed, even when its tests pass. */
const shareFactorMax = 1.5;

/** A stage that hangs is ended. */
const shareFactorKilled = 3;

/** Runs a stage to its end, be it a bad one. */
export async function runStage(
  stage: Stage,
  services: SharedServices,
  interrupted: AbortSignal,
): Promise<StageReport> {
  const hide = showProgress(stage);
  const startedAt = performance.now();
  const timeout = AbortSignal.timeout(stage.shareSeconds * shareFactorKilled * 1_000);
  const signal = AbortSignal.any([interrupted, timeout]);
  const outcome = await runTasks(stage, services, signal);
  const seconds = (performance.now() - startedAt) / 1_000;
  hide();
  return { stage, seconds, outcome: sumOutcomes([outcome, ...checkTime(stage, seconds)]) };
}

async function runTasks(
  stage: Stage,
  services: SharedServices,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    const environment = await services.provide(stage.needs);
    const { tasks, concurrency } = stage;
    return readStageOutcome(stage, await runTurbo({ tasks, concurrency, environment, signal }));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return oneFailed({ where: stage.name, name: 'cannot run', detail });
  }
}

function checkTime({ name, shareSeconds }: Stage, seconds: number): Outcome[] {
  const limit = shareSeconds * shareFactorMax;
  if (seconds <= limit) return [];
  const detail = `It took ${formatSeconds(seconds)}, more than ${shareFactorMax} times its share of ${formatSeconds(shareSeconds)}.`;
  return [oneFailed({ where: name, name: 'too slow', detail })];
}
