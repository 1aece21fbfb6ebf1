import type { ProjectScope } from '@purser/schema/contract/request-context';

/** Rows that are kept for a time. */
export interface Retention {
  /** Forgets idempotency answers that have expired (rule A4); at most `limit`, and says how many. */
  forgetAnswers(
    scope: ProjectScope,
    at: { readonly nowMs: number; readonly limit: number },
  ): Promise<number>;
  /**
   * Forgets job runs after seven days, and after an hour those that came by themselves and found
   * nothing to do. The newest of each job stays.
   */
  forgetRuns(): Promise<number>;
  /**
   * Forgets alerts that were handed on, with their deliveries, from before an instant; what still waits
   * stays. Answers how many deliveries and alerts, at most `limit` alerts.
   */
  forgetAlerts(
    scope: ProjectScope,
    at: { readonly before: Date; readonly limit: number },
  ): Promise<number>;
  /**
   * Forgets outside events that are done and moved nothing, from before an instant: those that name an
   * amount, tokens or a user stay (rule E9). At most `limit`, and says how many.
   */
  forgetEvents(
    scope: ProjectScope,
    at: { readonly before: Date; readonly limit: number },
  ): Promise<number>;
  /** Forgets nonces of data planes' calls that no signature in its time can repeat (data-planes rule D1). */
  forgetNonces(): Promise<number>;
}
