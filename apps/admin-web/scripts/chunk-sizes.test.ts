import { describe, expect, it } from 'vitest';
import { loadedSizes } from './chunk-sizes.ts';

const manifest = {
  'index.html': { file: 'index.js', isEntry: true, imports: ['shared'] },
  shared: { file: 'shared.js', imports: ['vendor'] },
  vendor: { file: 'vendor.js' },
  'page.tsx': {
    file: 'page.js',
    src: 'page.tsx',
    isDynamicEntry: true,
    imports: ['shared', 'table'],
  },
  table: { file: 'table.js', imports: ['vendor'] },
};
const bytes: Record<string, number> = {
  'index.js': 100,
  'shared.js': 10,
  'vendor.js': 1000,
  'page.js': 7,
  'table.js': 5,
};

describe('loaded sizes', () => {
  it('counts what is imported along, once, and for a route only what it adds', () => {
    const sizes = loadedSizes(manifest, (file) => bytes[file] ?? 0);
    expect(sizes.map(({ name, bytes: size }) => [name, size])).toEqual([
      ['entry', 1110],
      ['page.tsx', 12],
    ]);
  });
});
