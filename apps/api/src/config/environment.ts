import type { Environment } from './read-variables.ts';

/** The one place that reads this process's environment. */
export function environment(): Environment {
  return process.env;
}
