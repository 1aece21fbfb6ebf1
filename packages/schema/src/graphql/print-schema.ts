import { writeFileSync } from 'node:fs';
import { printedSchema, releasedFile, schemaFile } from './printed-schema.ts';

const file = process.argv.includes('--release') ? releasedFile : schemaFile;
writeFileSync(file, printedSchema());
