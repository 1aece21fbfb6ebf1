import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { Config } from '../config/config.ts';
import type { DataDirectory } from './data-directory.ts';
import { LocalError } from './local-error.ts';
import { writePrivateFile } from './write-file.ts';

/**
 * The root secret: the environment's, or, on one machine, the one in the data directory, made at the first start.
 */
export function resolveSecret(config: Config, directory: DataDirectory): string {
  if (config.secret !== undefined) return config.secret;
  if (!existsSync(directory.secret)) {
    writePrivateFile(directory.secret, randomBytes(32).toString('base64url'));
  }
  const secret = readFileSync(directory.secret, 'utf8').trim();
  if (secret.length >= 32) return secret;
  throw new LocalError(
    `${directory.secret} is damaged: restore it, or delete it and everybody signs in anew and service keys are made again.`,
  );
}
