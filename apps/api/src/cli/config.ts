import { readConfig } from '../config/config.ts';
import { environment } from '../config/environment.ts';
import { maskSecret } from '../config/mask.ts';
import { type ReadVariables, readVariables, variableNames } from '../config/read-variables.ts';
import { groups, type VariableName, variables } from '../config/variables.ts';
import type { Command } from './command.ts';
import { formatTable, print } from './output.ts';

export const command: Command = {
  usage: '',
  details: `
  Secrets are masked. Values that cannot be used are listed at the end, and the exit code is 1.
  What each setting does: docs/configuration.md`,
  run: async () => {
    const env = environment();
    const read = readVariables(env);
    for (const group of groups) {
      const names = variableNames.filter((name) => variables[name].group === group);
      const rows = names.map((name) => describe(name, read));
      print(`${group}\n${formatTable(rows.map((row) => ['', ...row]))}\n`);
    }
    // Reads it again for what no single variable shows.
    readConfig(env);
  },
};

/** Name, value, and where it came from. */
function describe(name: VariableName, { values, origins }: ReadVariables): string[] {
  const { secret, without, fallback } = variables[name];
  const origin = origins[name];
  if (origin === undefined) {
    return [name, without ?? (fallback === undefined ? '–' : format(fallback)), 'default'];
  }
  const value = format(values[name]);
  return [name, secret ? maskSecret(value) : value, `from ${origin}`];
}

function format(value: unknown): string {
  if (value instanceof Map) return [...value].map(([from, to]) => `${from}=${to}`).join(',');
  return typeof value === 'boolean' ? String(Number(value)) : String(value);
}
