import * as z from 'zod/mini';
import { searchReader, textParam } from '../../lib/search-params.ts';

export const jobsPath = '/jobs';

/** Jobs: the one about to be run. */
export const readJobsSearch = searchReader(z.object({ run: textParam() }));
