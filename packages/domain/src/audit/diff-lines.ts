export type DiffLine = { readonly path: string; readonly before: string; readonly after: string };

/** Every leaf that differs between two recorded states, by its path; `–` stands for what is not there. */
export function diffLines(before: unknown, after: unknown): readonly DiffLine[] {
  const left = leaves(before);
  const right = leaves(after);
  const paths = [...new Set([...left.keys(), ...right.keys()])];
  return paths
    .map((path) => ({
      path: path === '' ? 'value' : path,
      before: left.get(path) ?? '–',
      after: right.get(path) ?? '–',
    }))
    .filter((line) => line.before !== line.after);
}

function leaves(value: unknown, path = '', found = new Map<string, string>()): Map<string, string> {
  if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value))
      leaves(item, path === '' ? key : `${path}.${key}`, found);
  } else if (value !== undefined && !(value === null && path === '')) {
    found.set(path, value === null ? 'nothing' : String(value));
  }
  return found;
}
