import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../local/checkout.ts';
import type { Command } from './command.ts';

export const command: Command = {
  usage: '',
  run: async () => {
    process.stdout.write(`purser ${readVersion()} on Node ${process.versions.node}\n`);
  },
};

/** The version of this checkout. */
export function readVersion(): string {
  const { version } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8'));
  return String(version);
}
