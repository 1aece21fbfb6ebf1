import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { StripeEvent } from '@purser/schema/contract/stripe-event';
import { namedPlace, referencesOf } from '@purser/schema/contract/stripe-references';
import type { ScopeDirectory } from '../../../ports/scope-directory.ts';

export type PlaceDeps = {
  readonly scopes: ScopeDirectory;
  /** Where an event belongs whose metadata names no tenant or no project. */
  readonly defaults: { readonly tenant: string; readonly project: string };
};

/**
 * The project an event's metadata names, else the one that knows what it is about, else the default one; null
 * when the metadata names a project that does not exist (rules E2 and X50).
 */
export async function placeOf(
  { scopes, defaults }: PlaceDeps,
  event: StripeEvent,
): Promise<ProjectScope | null> {
  const { object } = event.data;
  const { tenant, project } = namedPlace(object);
  if (tenant === undefined && project === undefined) {
    const known = await scopes.findByStripe(referencesOf(object));
    if (known !== null) return known;
  }
  return scopes.find({
    tenant: tenant ?? defaults.tenant,
    project: project ?? defaults.project,
  });
}

/** The project that keeps what belongs to nobody else. */
export async function defaultPlace({ scopes, defaults }: PlaceDeps): Promise<ProjectScope> {
  const scope = await scopes.find(defaults);
  if (scope === null) throw new Error('The default project does not exist.');
  return scope;
}
