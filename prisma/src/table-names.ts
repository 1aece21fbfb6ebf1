import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

const schemaPath = resolve(import.meta.dirname, '../schema.prisma');

/** The tables of this version, each after those it refers to. */
export async function readTableNames(): Promise<string[]> {
  const schema = await readFile(schemaPath, 'utf8');
  return [...schema.matchAll(/^\s*@@map\("([^"]+)"\)/gm)].flatMap(([, name]) => name ?? []);
}
