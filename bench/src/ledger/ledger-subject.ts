import type { Funding } from './turn-items.ts';

/** One way to hold and settle; a pair has ended when both commits are durable. */
export type LedgerSubject = {
  readonly pair: (turnId: string, userId: number, funding: Funding) => Promise<void>;
  readonly close: () => Promise<void>;
};
