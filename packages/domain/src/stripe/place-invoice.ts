/** The period that an invoice is for, and what there is of it here. */
export type InvoicePlace = {
  readonly lineEndsAtMs: number;
  /** The period of the invoice's key, if there is one. */
  readonly named: { readonly status: 'open' | 'closed' } | null;
  /** The subscription's current or last period. */
  readonly current: { readonly endsAtMs: number } | null;
  readonly isCanceled: boolean;
};

/**
 * Where the money of a paid invoice goes (rule X31): it is added to its period if that is open, it opens the
 * next period, or, where that period has ended or lies before the current one, it passes through to the project.
 */
export function placeInvoice(place: InvoicePlace, nowMs: number): 'add' | 'open' | 'late' {
  const { named, current, lineEndsAtMs, isCanceled } = place;
  if (named?.status === 'open') return 'add';
  if (named !== null || isCanceled || lineEndsAtMs <= nowMs) return 'late';
  return current !== null && lineEndsAtMs <= current.endsAtMs ? 'late' : 'open';
}
