/** How new the state of one of Stripe's objects is that a row holds. */
export type StateHeld = {
  /** Instant of the newest event in it. */
  readonly versionMs: number;
  /** How often a state was written into it. */
  readonly revision: number;
};

/** How new a state is that Stripe says. */
export type StateSaid = {
  /** Instant of the event that said it, or made us read it; 0 for what a call of ours was answered. */
  readonly versionMs: number;
  /** The row's revision before Stripe was asked; null for what an event carries itself. */
  readonly readAtRevision: number | null;
};

/**
 * Whether a state that Stripe said is newer than the one held (rule X5). What was read after the row was
 * looked at, and while nothing was written into it, is newer than the row. Otherwise the event's instant decides, and
 * where that is equal only Stripe knows: `ask` it.
 */
export function newerState(held: StateHeld | null, said: StateSaid): 'newer' | 'older' | 'ask' {
  if (held === null) return 'newer';
  if (said.readAtRevision !== null && said.readAtRevision === held.revision) return 'newer';
  if (said.versionMs < held.versionMs) return 'older';
  if (said.readAtRevision !== null) return 'ask';
  return said.versionMs > held.versionMs ? 'newer' : 'ask';
}
