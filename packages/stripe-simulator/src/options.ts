import { randomBytes } from 'node:crypto';
import { realScheduler, type Scheduler } from './state/scheduler.ts';
import type { Dunning } from './world/world.ts';

export type SimulatorOptions = {
  /** 0, the default, takes any free one. */
  readonly port?: number | undefined;
  readonly nowMs?: (() => number) | undefined;
  /** The same seed makes the same ids and the same shuffles. */
  readonly seed?: string | undefined;
  /** Accepted API keys; by default every key of Stripe's test mode. */
  readonly secretKeys?: readonly string[] | undefined;
  /** Where the state is kept between starts. */
  readonly stateFile?: string | undefined;
  readonly webhooks?: readonly {
    readonly url: string;
    readonly secret: string;
    readonly enabledEvents?: readonly string[];
  }[];
  readonly dunning?: Dunning | undefined;
  /** `manualScheduler` for tests: webhooks and time move only when told. */
  readonly scheduler?: Scheduler | undefined;
  readonly log?: ((line: string) => void) | undefined;
};

/** Three more attempts within a fortnight, then the subscription ends. */
const dunningDefault: Dunning = { retryDays: [3, 5, 7], ending: 'canceled' };

export function withDefaults(options: SimulatorOptions) {
  const { secretKeys } = options;
  return {
    port: options.port ?? 0,
    nowMs: options.nowMs ?? Date.now,
    seed: options.seed ?? randomBytes(16).toString('hex'),
    isAcceptedKey: (key: string) =>
      secretKeys === undefined ? /^[sr]k_test_/.test(key) : secretKeys.includes(key),
    stateFile: options.stateFile,
    webhooks: options.webhooks ?? [],
    dunning: options.dunning ?? dunningDefault,
    scheduler: options.scheduler ?? realScheduler,
    log: options.log ?? (() => undefined),
  };
}

/** Money that nobody paid must not be believed where it counts. */
export function refuseProduction(nodeEnvironment: string | undefined): void {
  if (nodeEnvironment === 'production') {
    throw new Error(
      'The Stripe simulator does not start with NODE_ENV=production: it takes no real money.',
    );
  }
}
