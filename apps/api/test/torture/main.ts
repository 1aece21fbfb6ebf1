import { parseArgs } from 'node:util';
import { torture } from './torture.ts';

const usage = `pnpm torture [--rounds 200] [--minutes 30] [--seed 4711]

  --rounds    how many times something is killed, stopped, paused or flushed (20)
  --minutes   goes on for so long instead
  --seed      repeats a run: the same harms after the same number of answers
`;

const options = {
  rounds: { type: 'string', default: '20' },
  minutes: { type: 'string' },
  seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  help: { type: 'boolean', default: false },
} as const;

/** Runs the torture, prints what happens, and ends with exit code 1 when something is wrong. */
async function main(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options });
  const [rounds, seed] = [Number(values.rounds), Number(values.seed)];
  const minutes = values.minutes === undefined ? undefined : Number(values.minutes);
  if (values.help || ![rounds, seed, minutes ?? 1].every((number) => number > 0)) {
    process.stdout.write(usage);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const log = (line: string) => void process.stdout.write(`${line}\n`);
  const started = performance.now();
  const elapsedMs = () => performance.now() - started;
  log(
    `Torture with seed ${seed}: ${minutes === undefined ? `${rounds} rounds` : `${minutes} minutes`}.`,
  );
  let interrupted = false;
  // What was begun is verified, and nothing is left running.
  process.once('SIGINT', () => {
    interrupted = true;
  });
  const isDue = (round: number) =>
    minutes === undefined ? round < rounds : elapsedMs() < minutes * 60_000;
  const goesOn = (round: number) => !interrupted && isDue(round);
  const report = await torture({ seed, goesOn, log });
  const { told } = report;
  log(
    `${report.rounds} rounds, ${report.kills} kills, ${(elapsedMs() / 1_000).toFixed(0)} s: ${told.count} commands acknowledged, ` +
      `${told.repeated} requests repeated, ${told.denied} denied. Seed ${seed}.`,
  );
  for (const wrong of report.wrong) log(`WRONG: ${wrong}`);
  if (report.wrong.length > 0) process.exitCode = 1;
  else
    log(
      'Every acknowledged command is there once, every balance equals its transfers, nothing is stuck.',
    );
}

await main(process.argv.slice(2).filter((argument) => argument !== '--'));
