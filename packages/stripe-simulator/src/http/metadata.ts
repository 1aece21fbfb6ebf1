import type { Metadata } from '../world/wire.ts';

export type MetadataChange = '' | { readonly [name: string]: string } | undefined;

/** Metadata after a change: named keys are set, those set to nothing go, the others stay. */
export function mergeMetadata(before: Metadata | null, change: MetadataChange): Metadata {
  if (change === undefined) return before ?? {};
  if (change === '') return {};
  const merged = { ...before, ...change };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ''));
}

/** The fields that were sent; what was not sent stays as it is. */
export function given<T extends object>(
  fields: T,
): { [Field in keyof T]: Exclude<T[Field], undefined> } {
  const sent = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(sent) as { [Field in keyof T]: Exclude<T[Field], undefined> };
}
