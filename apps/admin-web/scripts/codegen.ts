import { existsSync, globSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { generate } from '@graphql-codegen/cli';
import { preset } from '@graphql-codegen/client-preset';
import { buildSchema, concatAST, parse } from 'graphql';
import { selectionsWithoutId } from './selections-without-id.ts';

const root = join(import.meta.dirname, '..');
const schemaFile = join(root, '../../packages/schema/schema.graphql');
const outputDir = join(root, 'src/generated');

/**
 * Types every operation of the dashboard from the committed schema. Each folder's operations become
 * a module of their own, so that a route loads only what it asks for.
 */
async function main(): Promise<void> {
  if (!existsSync(schemaFile))
    throw new Error('packages/schema/schema.graphql is missing: generate it first.');
  const documents = globSync('src/**/*.graphql', { cwd: root }).toSorted();
  checkIds(documents);
  const generates = outputsOf(documents);
  await generate(
    { cwd: root, schema: schemaFile, silent: true, errorsOnly: true, generates },
    true,
  );
  removeOthers(Object.keys(generates).map((folder) => basename(folder)));
  process.stdout.write(`operations: ${documents.length} files typed\n`);
}

/** What an earlier run made for a folder that is gone. The rest stays in place for whoever reads it meanwhile. */
function removeOthers(folders: readonly string[]): void {
  for (const folder of readdirSync(outputDir)) {
    if (!folders.includes(folder)) rmSync(join(outputDir, folder), { recursive: true });
  }
}

/** Apollo's cache merges two answers about one object only when both carry its id. */
function checkIds(files: readonly string[]): void {
  const schema = buildSchema(readFileSync(schemaFile, 'utf8'));
  const document = concatAST(files.map((file) => parse(readFileSync(join(root, file), 'utf8'))));
  const missing = selectionsWithoutId(schema, document);
  if (missing.length > 0)
    throw new Error(`These selections leave out \`id\`:\n  ${missing.join('\n  ')}`);
}

function outputsOf(files: readonly string[]) {
  const folders = new Set(files.map((file) => dirname(file)));
  return Object.fromEntries(
    [...folders].map((folder) => [
      `src/generated/${folder.split('/').at(-1)}/`,
      {
        preset,
        documents: [`${folder}/*.graphql`, `src/fragments/*.graphql`],
        presetConfig: { fragmentMasking: false },
        config: {
          useTypeImports: true,
          enumsAsTypes: true,
          skipTypename: false,
          nonOptionalTypename: true,
          strictScalars: true,
          immutableTypes: true,
          scalars: { Usd: 'string', BigInt: 'string', DateTime: 'string', JSON: 'unknown' },
        },
      },
    ]),
  );
}

await main();
