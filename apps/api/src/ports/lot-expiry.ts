import type { ProjectScope } from '@purser/schema/contract/request-context';

export type ExpiredLots = {
  /** Lots whose free money went to breakage now. */
  readonly drained: number;
  /** Lots closed, since neither balance nor held money is left. */
  readonly closed: number;
  /** More lots than the limit may be waiting. */
  readonly more: boolean;
};

/** Wallet lots past their expiry (rule F8). */
export interface LotExpiry {
  /** What is held stays until its hold ends; a later call finds it then. */
  expire(
    scope: ProjectScope,
    at: { readonly nowMs: number; readonly limit: number; readonly actor: string },
  ): Promise<ExpiredLots>;
}
