import type { CounterScope } from '@purser/domain/quota/counter-types';
import type { JobReport } from '../../ports/job-runs.ts';

/** Projects worked on side by side: enough to hide a database's answer times, few enough to leave it to others. */
const scopesAtOnce = 4;

/**
 * Does the same work in each project and adds up what was handled. A project that fails is counted and
 * does not stop the others, nor does what fails within one; the report says what went wrong first.
 */
export async function inEachScope<Scope extends CounterScope>(
  scopes: readonly Scope[],
  work: (scope: Scope) => Promise<number | JobReport>,
): Promise<JobReport> {
  let handled = 0;
  let failed = 0;
  const errors: string[] = [];
  const waiting = scopes.values();
  const worker = async () => {
    for (const scope of waiting) {
      try {
        const done = await work(scope);
        handled += typeof done === 'number' ? done : done.handled;
        if (typeof done === 'number' || done.failed === 0) continue;
        failed += done.failed;
        errors.push(`Project ${nameOf(scope)}: ${done.error}`);
      } catch (error) {
        failed += 1;
        errors.push(`Project ${nameOf(scope)}: ${messageOf(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: scopesAtOnce }, worker));
  return { handled, failed, error: errors[0] ?? null };
}

/** What went wrong, in one line. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function nameOf(scope: CounterScope & { tenantSlug?: string; projectSlug?: string }): string {
  return scope.tenantSlug === undefined
    ? `${scope.tenantId}:${scope.projectId}`
    : `${scope.tenantSlug}/${scope.projectSlug}`;
}
