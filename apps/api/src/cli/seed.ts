import { readConfig } from '../config/config.ts';
import { environment } from '../config/environment.ts';
import { ensureDatabaseClient } from '../local/generated-code.ts';
import { lineProgress } from '../local/progress.ts';
import { visitDatabase } from '../local/visit-database.ts';
import type { Command } from './command.ts';
import { print, printNote, silently } from './output.ts';

export const command: Command = {
  usage: '',
  details: `
  Start does it by itself. What an operator has changed is never written over, and running it again
  adds nothing.`,
  run: async () => {
    const config = readConfig(environment());
    await ensureDatabaseClient(lineProgress(printNote), new AbortController().signal);
    await visitDatabase(config, silently, async ({ config: ready }) => {
      const { seedDefaultProject } = await import('../composition/operator-tools.ts');
      const { added } = await seedDefaultProject(ready);
      const rows = Object.entries(added).filter(([, count]) => count > 0);
      for (const [what, count] of rows) print(`Added ${words(what)}: ${count}`);
      if (rows.length === 0) print('Nothing was missing.');
    });
  },
};

/** `quotaPolicies` → `quota policies`. */
function words(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
