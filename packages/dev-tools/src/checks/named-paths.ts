import { posix } from 'node:path';
import { type Finding, lineOf } from './finding.ts';

/** A place of the repository as prose and diagrams name it: one of its folders, and what lies in it. */
const namedPath =
  /(?<![\w./@-])(?:apps|packages|prisma|e2e|bench|docs|\.ci|\.github)\/[\w.*/-]*[\w*/]/g;

const linkTarget = /\]\(([^)\s#]+)[^)\s]*\)/g;
const isElsewhere = /^[a-z]+:/;

/** What code generation writes exists only after it has run. */
const isGenerated = /(^|\/)(generated|dist)(\/|$)/;

/**
 * Finds the paths and links of a document that lead nowhere. `files` are those of the repository; a path may name a file, a
 * folder, or several with `*`.
 */
export function findMissingPaths(
  { file, text }: { readonly file: string; readonly text: string },
  files: readonly string[],
): Finding[] {
  const named = [...text.matchAll(namedPath)].map((match) => ({
    path: match[0].replace(/\/+$/, ''),
    index: match.index,
  }));
  const linked = [...text.matchAll(linkTarget)].flatMap((match) => {
    const target = match[1] ?? '';
    if (isElsewhere.test(target)) return [];
    return [{ path: posix.join(posix.dirname(file), target), index: match.index }];
  });
  return [...named, ...linked]
    .filter(({ path }) => !isGenerated.test(path) && !exists(path, files))
    .map(({ path, index }) => ({
      file,
      line: lineOf(text, index),
      message: `${path} does not exist.`,
    }));
}

function exists(path: string, files: readonly string[]): boolean {
  if (path.includes('*')) return files.some((file) => posix.matchesGlob(file, path));
  return files.some((file) => file === path || file.startsWith(`${path}/`));
}
