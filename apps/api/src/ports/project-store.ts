import type { ClockState } from '@purser/domain/clock/move-clock';
import type { ReferenceView } from '@purser/schema/contract/money-views';

/** The project's clock and the real time beside it, read in one instant. */
export type ClockRecord = {
  readonly kind: string;
  readonly clock: ClockState;
  readonly realNowMs: number;
};

/** A project's own row, its clock, and the settings of its bundles. */
export interface ProjectStore {
  /** Keeps other commands from the reference price until this transaction ends. */
  lockReference(): Promise<ReferenceView>;
  setReference(reference: ReferenceView): Promise<void>;
  /** Null = the bundle has no floor of its own; kept from other commands until this transaction ends. */
  lockBundleFloor(bundleId: string): Promise<bigint | null>;
  setBundleFloor(bundleId: string, floorMicroUsd: bigint | null): Promise<void>;
  /** Keeps other moves away until this transaction ends. */
  lockClock(): Promise<ClockRecord>;
  setClock(clock: ClockState): Promise<void>;
}
