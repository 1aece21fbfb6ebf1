export type UserRole = 'admin' | 'anonymous' | 'registered';

export type UserRecord = {
  /** What ledger, audit and events hold instead of the project's own id. */
  readonly id: bigint;
  readonly externalId: string;
  readonly role: UserRole;
  readonly suspendedAt: Date | null;
  readonly suspendedReason: string | null;
  readonly createdAt: Date;
};

export interface UserStore {
  /** The user of this project id, created as registered when never seen. */
  ensure(externalId: string, now: Date): Promise<UserRecord>;
  /** As `ensure`, and keeps other commands from the user until this transaction ends. */
  lock(externalId: string, now: Date): Promise<UserRecord>;
  /** Null when the project's id was never seen. */
  find(externalId: string): Promise<UserRecord | null>;
  byId(id: bigint): Promise<UserRecord | null>;
  setRole(id: bigint, role: UserRole): Promise<void>;
  /** Suspends with a reason, or resumes with null. */
  setSuspension(
    id: bigint,
    suspension: { readonly at: Date; readonly reason: string } | null,
  ): Promise<void>;
  /** Hour and day count from this minute until their normal end, the month is anchored anew (rule W7). */
  resetWindows(id: bigint, minute: number): Promise<void>;
}
