/** What moves between a period and the project when the period closes. */
export type ClosingMove = {
  readonly kind: 'rollover' | 'subscription_overdraft';
  /** Above zero, whatever the direction. */
  readonly amountMicroUsd: bigint;
};

/**
 * The move that brings a closing period's available money to zero (rule S7): what is left rolls over to
 * the project, what is missing the project covers. Held money stays until its hold ends.
 */
export function closingMove(availableMicroUsd: bigint): ClosingMove | null {
  if (availableMicroUsd === 0n) return null;
  return availableMicroUsd > 0n
    ? { kind: 'rollover', amountMicroUsd: availableMicroUsd }
    : { kind: 'subscription_overdraft', amountMicroUsd: -availableMicroUsd };
}

/** When the scheduled sweep takes a period: at its end, or after the renewal grace if a renewal may come (rule S8). */
export function sweptAtMs(
  { endsAtMs, expectsRenewal }: { readonly endsAtMs: number; readonly expectsRenewal: boolean },
  renewalGraceMs: number,
): number {
  return expectsRenewal ? endsAtMs + renewalGraceMs : endsAtMs;
}
