import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkout } from './checkout.ts';
import { newGround } from './testing/started-server.ts';

/** What the README has people paste, the two commands left out. */
function tour(): readonly string[] {
  const text = readFileSync(join(checkout, 'README.md'), 'utf8');
  const section = text.slice(text.indexOf('## Five minutes'), text.indexOf('## What is where'));
  return [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) => block);
}

/** As it is printed, but for the port, for pnpm, and for taking an error answer as one. */
function runnable(block: string, url: string): string {
  const program = join(checkout, 'apps/api/src/cli/main.ts');
  return block
    .replace(/^pnpm\(\).*$/m, `pnpm() { shift 2; "${process.execPath}" "${program}" "$@"; }`)
    .replaceAll('http://localhost:4000', url)
    .replaceAll('curl -sS', 'curl -sS --fail-with-body');
}

async function bash(script: string, env: Record<string, string>) {
  const shell = spawn('bash', ['-e', '-o', 'pipefail', '-c', script], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed: string[] = [];
  for (const stream of [shell.stdout, shell.stderr]) {
    stream.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
  }
  const [code] = await once(shell, 'close');
  return { code, output: printed.join('') };
}

it('the tour of the README works when pasted, in its order', { timeout: 120_000 }, async () => {
  await using ground = newGround();
  const { url } = await ground.start();
  const script = tour()
    .map((block) => runnable(block, url))
    .join('\n');
  const { code, output } = await bash(script, { PURSER_DATA_DIR: ground.dataDir });
  expect({ code, output }).toMatchObject({ code: 0 });
  expect(output).toContain('"credit_count":1');
  expect(output).toContain('"decision":"admitted"');
  expect(output).toContain('"cost_usd":"0.0126"');
  expect(output).toMatch(/"label":"requests_per_day","before":"\d+","after":"3"/);
  expect(output).toContain('"availableUsd":"15.00","refundedUsd":"5.00"');
  expect(output).toContain('"kind":"REFUND","status":"SUCCEEDED"');
  expect(output).toContain('Exactly 100, as it must be.');
  expect(output).not.toMatch(/"errors"|"error_code"/);
});
