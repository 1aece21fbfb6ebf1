import { parseArgs } from 'node:util';
import { readConfig } from '../config/config.ts';
import { environment } from '../config/environment.ts';
import { runDemo } from '../local/demo/run-demo.ts';
import { DemoSeeding } from '../local/demo/seeding.ts';
import { lineProgress, silentProgress } from '../local/progress.ts';
import { describeReady } from '../local/ready-message.ts';
import { aborted, listenForShutdown } from '../local/shutdown.ts';
import { startInstance } from '../local/start-instance.ts';
import type { Command } from './command.ts';

const options = {
  empty: { type: 'boolean', default: false },
  demo: { type: 'boolean', default: false },
  quiet: { type: 'boolean', default: false },
  'no-build': { type: 'boolean', default: false },
} as const;

export const command: Command = {
  usage: '[--empty] [--quiet] [--demo] [--no-build]',
  details: `
  --empty      without demo data: plans, policies and prices only
  --quiet      print the ready line alone, and run no demo app
  --demo       demo data also in a database of your own (DATABASE_URL)
  --no-build   serve the dashboard as it was last built

It runs until Ctrl-C. Nothing needs to be set; PORT=4100 pnpm start takes another port.
Every setting: purser config`,
  run: async (args) => {
    const { values } = parseArgs({ args: [...args], options });
    const config = readConfig(environment());
    const shutdown = listenForShutdown(() => process.exit(130));
    const progress = values.quiet ? silentProgress : lineProgress(write);
    const signal = shutdown.signal;
    const seeding = new DemoSeeding();
    const build = !values['no-build'];
    const onAbandoned = () => shutdown.request('abandoned');
    try {
      const instance = await startInstance(config, {
        progress,
        seeding,
        build,
        signal,
        onAbandoned,
      });
      write(describeReady(instance, values));
      freeStartGarbage();
      const demo = runDemo(instance, { ...values, seeding, progress, signal });
      await aborted(signal);
      write('\nStopping …');
      await demo;
      await instance.stop();
      write('Stopped.');
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      shutdown.close();
    }
  },
};

/**
 * Starting leaves more garbage than live data, and V8 would not look for it before the heap has some hundred megabytes more.
 * How far the heap may grow then follows from what is left. The flags of `pnpm start` allow it (docs/performance.md).
 */
function freeStartGarbage(): void {
  globalThis.gc?.();
}

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}
