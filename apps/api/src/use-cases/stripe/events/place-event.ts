import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { StripeEvent } from '@purser/schema/contract/stripe-event';
import type { ScopeDirectory } from '../../../ports/scope-directory.ts';

export type PlaceDeps = {
  readonly scopes: ScopeDirectory;
  /** Where an event belongs whose metadata names no tenant or no project. */
  readonly defaults: { readonly tenant: string; readonly project: string };
};

/** The project an event's metadata names, else the default one; null when there is no such project (rule E2). */
export function placeOf(
  { scopes, defaults }: PlaceDeps,
  event: StripeEvent,
): Promise<ProjectScope | null> {
  const { metadata } = event.data.object;
  return scopes.find({
    tenant: named(metadata, 'tenant') ?? defaults.tenant,
    project: named(metadata, 'project') ?? defaults.project,
  });
}

/** The project that keeps what belongs to nobody else. */
export async function defaultPlace({ scopes, defaults }: PlaceDeps): Promise<ProjectScope> {
  const scope = await scopes.find(defaults);
  if (scope === null) throw new Error('The default project does not exist.');
  return scope;
}

function named(metadata: unknown, name: string): string | undefined {
  if (metadata === null || typeof metadata !== 'object' || !(name in metadata)) return undefined;
  const value = (metadata as Record<string, unknown>)[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
