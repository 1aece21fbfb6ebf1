import * as z from 'zod/mini';
import { choiceParam, searchReader, textParam } from '../../lib/search-params.ts';

export const settingsPath = '/settings';

/** Settings: the dialog of the service keys or the clock, and the key about to be revoked. */
export const readSettingsSearch = searchReader(
  z.object({ dialog: choiceParam(['create-key', 'clock']), revoke: textParam() }),
);
