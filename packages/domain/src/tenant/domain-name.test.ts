import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseDomain } from './domain-name.ts';

/** Good enough for ASCII names; the real one is IDNA's. */
const toAscii = (name: string) => (/^[\x20-\x7e]*$/.test(name) ? name.toLowerCase() : '');

function read(name: string): string | null {
  const read = normaliseDomain(name, toAscii);
  return read.ok ? read.value : null;
}

describe('a domain (rule C4)', () => {
  it('has one form: lower case, no final dot, no blanks around it', () => {
    expect(['Example.COM', 'example.com.', '  example.com ', 'EXAMPLE.com'].map(read)).toEqual(
      Array.from({ length: 4 }, () => 'example.com'),
    );
    expect(read('_')).toBeNull();
  });

  it.each([
    '',
    '.',
    'localhost',
    'com.',
    '10.0.0.1',
    '1.2.3.0x7f',
    '::1',
    '[::1]',
    'a..b',
    'a b.example',
    '*.example.com',
    '-a.example',
    'a-.example',
    'under_score.example',
    'http://a.example',
    'a.example:80',
    `${'a'.repeat(64)}.example`,
    `${'a.'.repeat(126)}example`,
  ])('is not what nobody can own: %j', (name) => {
    expect(read(name)).toBeNull();
  });

  it('read again is the same', () => {
    const label = fc.stringMatching(/^[a-zA-Z0-9]([a-zA-Z0-9-]{0,10}[a-zA-Z0-9])?$/);
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 5 }), (labels) => {
        const name = [...labels, 'example'].join('.');
        expect(read(read(name) ?? '')).toBe(name.toLowerCase());
      }),
    );
  });
});
