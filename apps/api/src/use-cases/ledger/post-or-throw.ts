import type { LedgerPosting, Posting } from '../../ports/ledger.ts';

/**
 * Posts under a key that the command has locked and found unused. Any other answer means that the
 * lock failed its purpose, so the whole command is undone.
 */
export async function postOrThrow(ledger: LedgerPosting, posting: Posting): Promise<void> {
  const { status } = await ledger.post(posting);
  if (status !== 'posted') throw new Error(`The posting ${posting.key} answered ${status}.`);
}
