import type { LeasedDimension } from '../tenant/dimension.ts';

/** Where usage ends: in its period, or in what the next invoice corrects. */
export type UsageSink = 'usage' | 'adjustment';

type Of<Op extends string, More = object> = {
  readonly op: Op;
  readonly dimension: LeasedDimension;
  readonly amount: bigint;
} & Readonly<More>;

/** A movement of a quota in the ledger; all of a batch's are posted together (rule L5). */
export type QuotaMovement =
  | Of<'raise'>
  | Of<'lower'>
  | Of<'hold', { readonly holdId: string; readonly expiresAtMs: number }>
  | Of<'settle', { readonly holdId: string; readonly sink: UsageSink }>
  | Of<'use', { readonly sink: UsageSink }>
  /** Closes a hold; the amount is what it still kept. */
  | Of<'end', { readonly holdId: string; readonly phase: 'void' | 'expire' }>;
