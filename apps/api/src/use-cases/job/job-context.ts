import type { ProjectScope, RequestContext } from '@purser/schema/contract/request-context';

/** The context of a command that a job gives; the job is its actor. */
export function jobContext(job: string, scope: ProjectScope, requestId: string): RequestContext {
  return {
    caller: {
      kind: 'job',
      id: `job:${job}`,
      name: job,
      role: 'job',
      permissions: new Set(),
    },
    scope,
    requestId,
  };
}
