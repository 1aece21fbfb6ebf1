import { parseArgs } from 'node:util';
import { startStripeSimulator } from './simulator.ts';

const usage = `node packages/stripe-simulator/src/main.ts [options]
  --port <number>     where it listens on 127.0.0.1 (12111)
  --webhook <url>     where events are sent
  --secret <text>     what they are signed with (whsec_simulator)
  --state <file>      where the state is kept between starts
  --seed <text>       the same seed makes the same ids`;

/** Runs a simulator until the process is told to end. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '12111' },
      webhook: { type: 'string' },
      secret: { type: 'string', default: 'whsec_simulator' },
      state: { type: 'string' },
      seed: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return;
  }
  const { webhook, secret } = values;
  const simulator = await startStripeSimulator({
    port: Number(values.port),
    stateFile: values.state,
    seed: values.seed,
    webhooks: webhook === undefined ? [] : [{ url: webhook, secret }],
    log: (line) => console.log(line),
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void simulator.stop());
  }
}

await main();
