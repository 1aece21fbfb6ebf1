import { readConfig } from '../config/config.ts';
import { environment } from '../config/environment.ts';
import { openDataDirectory } from '../local/data-directory.ts';
import { isDemoPaused, setDemoPaused } from '../local/demo/pause-file.ts';
import { UsageError } from './cli-error.ts';
import type { Command } from './command.ts';
import { print, silently } from './output.ts';

export const command: Command = {
  usage: 'pause | resume | status',
  details: `
  The demo app makes turns through the public API while a server with demo data runs. A pause holds
  until it is resumed, over restarts too; start --quiet leaves the app off for one run.`,
  run: async ([verb = 'status', ...rest]) => {
    if (!['pause', 'resume', 'status'].includes(verb) || rest.length > 0) {
      throw new UsageError('Say pause, resume or status.');
    }
    const directory = openDataDirectory(readConfig(environment()), silently);
    if (verb !== 'status') setDemoPaused(directory, verb === 'pause');
    print(isDemoPaused(directory) ? 'The demo app is paused.' : 'The demo app is not paused.');
  },
};
