/** What Vite's manifest says of one chunk. */
export type ManifestChunk = {
  readonly file: string;
  readonly src?: string;
  readonly isEntry?: boolean;
  readonly isDynamicEntry?: boolean;
  readonly imports?: readonly string[];
};

export type Manifest = Readonly<Record<string, ManifestChunk>>;

export type LoadedSize = {
  readonly name: string;
  readonly bytes: number;
  readonly bytesMax: number;
};

/** First load: everything before the first page is drawn. */
const entryBytesMax = 300_000;
/** What a route adds to that. */
const routeBytesMax = 60_000;

/**
 * What a browser loads first, and what each route adds, in compressed bytes: a chunk counts with
 * every chunk it imports statically, and once.
 */
export function loadedSizes(
  manifest: Manifest,
  compressedBytes: (file: string) => number,
): readonly LoadedSize[] {
  const entryKey = Object.keys(manifest).find((key) => manifest[key]?.isEntry === true);
  if (entryKey === undefined) throw new Error('The build has no entry.');
  const first = reachable(manifest, entryKey);
  const sum = (keys: readonly string[]) =>
    keys.reduce((bytes, key) => bytes + compressedBytes(manifest[key]?.file ?? ''), 0);
  const routes = Object.entries(manifest).filter(([, chunk]) => chunk.isDynamicEntry === true);
  return [
    { name: 'entry', bytes: sum([...first]), bytesMax: entryBytesMax },
    ...routes.map(([key, chunk]) => ({
      name: chunk.src ?? key,
      bytes: sum([...reachable(manifest, key)].filter((needed) => !first.has(needed))),
      bytesMax: routeBytesMax,
    })),
  ];
}

function reachable(manifest: Manifest, key: string, found = new Set<string>()): Set<string> {
  if (found.has(key)) return found;
  found.add(key);
  for (const imported of manifest[key]?.imports ?? []) reachable(manifest, imported, found);
  return found;
}
