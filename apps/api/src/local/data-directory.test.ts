import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readConfig } from '../config/config.ts';
import { deleteDataDirectory, openDataDirectory } from './data-directory.ts';
import { resolveSecret } from './secret-file.ts';

let folder: string;
const open = () => openDataDirectory(readConfig({ PURSER_DATA_DIR: folder }), () => {});

beforeEach(() => {
  const parent = mkdtempSync(join(tmpdir(), 'purser-'));
  // PostgreSQL's own user must reach it where the tests run as root.
  chmodSync(parent, 0o755);
  folder = join(parent, 'data');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

it('makes a data directory once and opens it again', () => {
  const { root } = open();
  expect(open().root).toBe(root);
});

it('refuses a directory of another version, a damaged one, and a stranger, each in one sentence', () => {
  mkdirSync(folder);
  writeFileSync(join(folder, 'thesis.tex'), '');
  expect(open).toThrow(/is not a data directory of Purser \(it holds thesis.tex\)/);
  writeFileSync(join(folder, 'format.json'), '{"product":"purser","format":2}');
  expect(open).toThrow(/another version of Purser \(format 2, this one reads 1\)/);
  writeFileSync(join(folder, 'format.json'), '{"prod');
  expect(open).toThrow(/is damaged: its format.json cannot be read/);
});

it('refuses a file in the place of the folder, instead of another folder', () => {
  writeFileSync(folder, '');
  expect(open).toThrow(/is a file: set PURSER_DATA_DIR/);
});

it('carries on where a first start was killed', () => {
  mkdirSync(join(folder, 'running'), { recursive: true });
  writeFileSync(join(folder, 'format.json.123'), '{"for');
  expect(open().root).toContain('data');
});

it('makes a secret that only its owner can read, and keeps it', () => {
  const directory = open();
  const config = readConfig({ PURSER_DATA_DIR: folder });
  const secret = resolveSecret(config, directory);
  expect(secret.length).toBeGreaterThanOrEqual(32);
  expect(resolveSecret(config, directory)).toBe(secret);
  expect(readFileSync(directory.secret, 'utf8')).toBe(secret);
  expect(statSync(directory.secret).mode & 0o777).toBe(0o600);
  writeFileSync(directory.secret, 'torn');
  expect(() => resolveSecret(config, directory)).toThrow(/is damaged/);
});

it("prefers the environment's secret and then writes none", () => {
  const directory = open();
  const secret = 'a-secret-that-is-long-enough-for-a-root-key';
  const config = readConfig({ PURSER_DATA_DIR: folder, PURSER_SECRET: secret });
  expect(resolveSecret(config, directory)).toBe(secret);
  expect(statSync(directory.secret, { throwIfNoEntry: false })).toBeUndefined();
});

it('deletes what is its own and nothing else', () => {
  const directory = open();
  resolveSecret(readConfig({ PURSER_DATA_DIR: folder }), directory);
  writeFileSync(join(folder, 'thesis.tex'), '');
  deleteDataDirectory(directory);
  expect(readdirSync(folder)).toEqual(['thesis.tex']);
  rmSync(join(folder, 'thesis.tex'));
  open();
  deleteDataDirectory(directory);
  expect(existsSync(folder)).toBe(false);
});
