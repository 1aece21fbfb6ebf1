import { readConfig } from '../config/config.ts';
import { environment } from '../config/environment.ts';
import { visitDatabase } from '../local/visit-database.ts';
import type { Command } from './command.ts';
import { print, silently } from './output.ts';

export const command: Command = {
  usage: '',
  details: `
  Start does it by itself; use this to migrate before new servers start. Callers at the same time
  wait for each other, and a failed migration is rolled back.`,
  run: async () => {
    await visitDatabase(readConfig(environment()), silently, async ({ applied }) => {
      for (const name of applied) print(`Applied ${name}.`);
      if (applied.length === 0) print('The database is up to date.');
    });
  },
};
