import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');

/** Tokens of a block as hex colours; what is not a plain colour is left out. */
function tokensOf(selector: string): Map<string, string> {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf('}', start));
  return new Map(
    [...block.matchAll(/--([a-z0-9-]+): (#[0-9a-f]{6});/g)].map(([, name = '', color = '']) => [
      name,
      color,
    ]),
  );
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ['page', 'surface', 'sunken', 'hover'];
const texts = ['ink', 'secondary', 'brand', 'brass', 'brick', 'slate'];
const marks = ['control', 'series-1', 'series-2', 'series-3', 'series-4'];

describe.each([
  ['light', ':root'],
  ['dark', ":root[data-mantine-color-scheme='dark']"],
])('contrast in %s', (_theme, selector) => {
  const quoted = css.includes(`${selector} {`) ? selector : selector.replaceAll("'", '"');
  const tokens = tokensOf(quoted);
  const colorOf = (name: string) => tokens.get(name) ?? '#000000';

  it('is at least 4.5 : 1 for text on every ground', () => {
    for (const ground of grounds) {
      for (const text of texts) {
        expect
          .soft(contrast(colorOf(text), colorOf(ground)), `${text} on ${ground}`)
          .toBeGreaterThanOrEqual(4.5);
      }
    }
    for (const tone of ['brand', 'brass', 'brick', 'slate']) {
      expect
        .soft(contrast(colorOf('ink'), colorOf(`${tone}-soft`)), `ink on ${tone}-soft`)
        .toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(colorOf('on-brand'), colorOf('brand'))).toBeGreaterThanOrEqual(4.5);
  });

  it('is at least 3 : 1 for borders of controls and marks of charts', () => {
    for (const ground of ['page', 'surface']) {
      for (const mark of marks) {
        expect
          .soft(contrast(colorOf(mark), colorOf(ground)), `${mark} on ${ground}`)
          .toBeGreaterThanOrEqual(3);
      }
    }
  });
});
