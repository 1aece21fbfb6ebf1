import type { $ZodIssue } from 'zod/v4/core';
import type { FieldIssue } from './refusal-error.ts';

/** More would say nothing new, and a body of nothing but mistakes must not make an answer larger than itself. */
const issuesMax = 50;

/** Zod's issues → the fields at fault, named as the caller wrote them: `usage[0].provider`. */
export function fieldIssues(issues: readonly $ZodIssue[], root: string): readonly FieldIssue[] {
  return issues.flatMap((issue) => fromIssue(issue, [], root)).slice(0, issuesMax);
}

function fromIssue(
  issue: $ZodIssue,
  outer: readonly PropertyKey[],
  root: string,
): readonly FieldIssue[] {
  const path = [...outer, ...issue.path];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        field: fieldName([...path, key], root),
        message: 'is not a field of this request',
      }));
    case 'invalid_union':
      return fromUnion(issue.errors, path, root) ?? [named(path, root, issue.message)];
    case 'invalid_key':
    case 'invalid_element':
      return issue.issues.flatMap((inner) => fromIssue(inner, path, root));
    default:
      return [named(path, root, issue.message)];
  }
}

/** Of a union the branch that came furthest is meant; its issues say most. */
function fromUnion(
  branches: readonly (readonly $ZodIssue[])[],
  path: readonly PropertyKey[],
  root: string,
): readonly FieldIssue[] | null {
  const deepest = branches
    .filter((branch) => branch.some((issue) => issue.path.length > 0))
    .sort((a, b) => a.length - b.length)[0];
  return deepest?.flatMap((issue) => fromIssue(issue, path, root)) ?? null;
}

function named(path: readonly PropertyKey[], root: string, message: string): FieldIssue {
  return { field: fieldName(path, root), message: sentencePart(message) };
}

/** Zod speaks of "Invalid input: expected string, received undefined"; people read "is required". */
function sentencePart(message: string): string {
  if (/received undefined$/.test(message)) return 'is required';
  const expected = /^Invalid input: expected (.+?), received (.+)$/.exec(message);
  if (expected) return `must be ${article(expected[1] ?? '')}, not ${expected[2]}`;
  if (/^(must|is|has|needs|cannot|may) /.test(message)) return message;
  return `is not valid: ${message}`;
}

function article(noun: string): string {
  return /^(null|undefined|true|false|NaN|one of|"|')/.test(noun)
    ? noun
    : `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
}

function fieldName(path: readonly PropertyKey[], root: string): string {
  if (path.length === 0) return root;
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}
