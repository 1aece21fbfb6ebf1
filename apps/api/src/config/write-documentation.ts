import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { documentedIn, insertVariables } from './documentation.ts';

for (const name of documentedIn) {
  const file = resolve(import.meta.dirname, '../../../..', name);
  writeFileSync(file, insertVariables(readFileSync(file, 'utf8')));
}
