import { ensureChromium } from '@purser/local-services/chromium';
import { startTestServices } from '../testing/test-services.ts';
import type { Skip } from './skips.ts';
import type { Service } from './stages.ts';

/** The services that the suites share, each started when a stage needs it first. */
export class SharedServices {
  readonly #skips: ReadonlySet<Skip>;
  readonly #log: (line: string) => void;
  readonly #environment: Record<string, string> = {};
  #stop: () => Promise<void> = async () => {};
  #areDatabasesStarted = false;

  constructor(skips: ReadonlySet<Skip>, log: (line: string) => void) {
    this.#skips = skips;
    this.#log = log;
  }

  /** Sees to what a stage needs and answers the variables by which its tests find it. */
  async provide(needs: readonly Service[]): Promise<Readonly<Record<string, string>>> {
    if (needs.includes('postgres') || needs.includes('redis')) await this.#startDatabases();
    if (needs.includes('chromium')) {
      this.#environment.CHROMIUM_PATH ??= await ensureChromium(this.#log);
    }
    return this.#environment;
  }

  async stop(): Promise<void> {
    await this.#stop();
  }

  async #startDatabases(): Promise<void> {
    if (this.#areDatabasesStarted) return;
    this.#areDatabasesStarted = true;
    const services = await startTestServices({
      withRedis: !this.#skips.has('redis'),
      log: this.#log,
    });
    Object.assign(this.#environment, services.environment);
    this.#stop = services.stop;
  }
}
