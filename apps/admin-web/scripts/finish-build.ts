import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { type LoadedSize, loadedSizes, type Manifest } from './chunk-sizes.ts';

const dist = join(import.meta.dirname, '../dist');
const manifestFile = join(dist, '.vite/manifest.json');

/** Compresses the build once, so that no request has to, and holds it to its size budget. */
function main(): void {
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as Manifest;
  const gzipBytes = new Map<string, number>();
  for (const file of globSync('assets/*.{js,css}', { cwd: dist })) {
    gzipBytes.set(file, compress(join(dist, file)));
  }
  const sizes = loadedSizes(manifest, (file) => gzipBytes.get(file) ?? 0);
  for (const size of sizes) process.stdout.write(`${lineOf(size)}\n`);
  rmSync(join(dist, '.vite'), { recursive: true });
  if (sizes.some((size) => size.bytes > size.bytesMax)) {
    throw new Error('The build is larger than its budget.');
  }
}

/** Writes both compressed forms beside a file; returns the bytes of the gzip one. */
function compress(file: string): number {
  const content = readFileSync(file);
  const gzip = gzipSync(content, { level: 9 });
  const quality = { [constants.BROTLI_PARAM_QUALITY]: 9 };
  writeFileSync(`${file}.gz`, gzip);
  writeFileSync(`${file}.br`, brotliCompressSync(content, { params: quality }));
  return gzip.length;
}

function lineOf({ name, bytes, bytesMax }: LoadedSize): string {
  const kilobytes = (bytes / 1000).toFixed(1).padStart(7);
  return `${kilobytes} kB of ${bytesMax / 1000} kB  ${name}`;
}

main();
