import type { ProjectScope } from '@purser/schema/contract/request-context';

/** An open period whose end has passed. */
export type DuePeriod = {
  /** The project's own id of the user. */
  readonly userId: string;
  readonly periodKey: string;
  readonly availableMicroUsd: bigint;
};

/** Where a list was left: the next one goes on behind it. */
export type DuePosition = { readonly dueAt: Date; readonly id: string };

export type DueRenewal = DuePosition & { readonly userId: string };

/** What is due, for sweeps and renewals. */
export interface PeriodSweep {
  /** Open periods whose end has passed, soonest first; with `afterGrace` only those that no renewal is waited for. */
  due(
    scope: ProjectScope,
    selection: {
      readonly nowMs: number;
      readonly limit: number;
      readonly userId?: string;
      readonly afterGrace?: boolean;
      /** Keys to leave out: they failed in this very run. */
      readonly except?: readonly string[];
    },
  ): Promise<readonly DuePeriod[]>;
  /** Those of these periods that are open. */
  open(scope: ProjectScope, keys: readonly string[]): Promise<readonly DuePeriod[]>;
  /** Those of these periods that were closed, with what moved, signed. */
  closings(
    scope: ProjectScope,
    keys: readonly string[],
  ): Promise<readonly { readonly periodKey: string; readonly movedMicroUsd: bigint }[]>;
  /** Internal subscriptions whose next charge is due, in order, behind a position. */
  renewals(
    scope: ProjectScope,
    selection: {
      readonly nowMs: number;
      readonly limit: number;
      readonly after: DuePosition | null;
    },
  ): Promise<readonly DueRenewal[]>;
  /** Moves to the project what ended holds gave back to closed periods; answers how many had something. */
  drain(
    scope: ProjectScope,
    at: { readonly nowMs: number; readonly limit: number; readonly actor: string },
  ): Promise<number>;
}
