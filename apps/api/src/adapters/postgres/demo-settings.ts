import type { ScopeKey } from './scope-key.ts';

/** Where it is kept whether a project was begun with demo data. */
export function demoChoiceKey({ tenantId, projectId }: ScopeKey): string {
  return `demo.choice:${tenantId}:${projectId}`;
}

/** Where the story of a project's denied demo user is kept: `{ userId, turnId, sentence }`. */
export function demoStoryKey({ tenantId, projectId }: ScopeKey): string {
  return `demo.story:${tenantId}:${projectId}`;
}
