import { usdNumber } from '@purser/domain/money/format-usd';
import { centsHalfEven } from '@purser/domain/money/micro-usd';
import type { TransferView } from '@purser/schema/contract/money-views';
import type { PeriodLedgerAnswer } from '@purser/schema/contract/rest/subscription-answers';

type Line = PeriodLedgerAnswer['ledger'][number];

/**
 * A movement of a period's account under the guide's names. Amounts are signed as they change what is
 * available: a reservation takes, its release gives back, and what is spent is taken from the rest.
 */
export function toLedgerLine(transfer: TransferView, periodKey: string): Line {
  const kind = kindOf(transfer);
  const amount = gives(kind) ? transfer.amountMicroUsd : -transfer.amountMicroUsd;
  return {
    id: transfer.id,
    period_key: periodKey,
    amount_cents: Number(centsHalfEven(amount)),
    amount_usd: usdNumber(amount),
    kind,
    note: transfer.reason,
    reservation_id: kind === 'reserve' ? transfer.id : transfer.holdId,
    bundle_id: null,
    provider: providerOf(transfer),
    request_id: transfer.turnId,
    created_at: transfer.recordedAt.toISOString(),
  };
}

type LedgerKind =
  | 'topup'
  | 'spend'
  | 'reserve'
  | 'reserve_release'
  | 'rollover_out'
  | 'overdraft_cover';

/** At its end a period gives what is left to the project; where it was below zero the project gives. */
function kindOf({ phase, kind, credit }: TransferView): LedgerKind {
  switch (phase) {
    case 'hold':
      return 'reserve';
    case 'void':
    case 'expire':
      return 'reserve_release';
    case 'settle':
      return 'spend';
    case 'post':
      if (kind === 'rollover') return 'rollover_out';
      if (kind === 'subscription_overdraft') return 'overdraft_cover';
      return credit.kind === 'period' ? 'topup' : 'spend';
  }
}

function gives(kind: LedgerKind): boolean {
  return kind === 'topup' || kind === 'reserve_release' || kind === 'overdraft_cover';
}

/** Who was paid; what is only held has no payee yet. */
function providerOf({ phase, credit }: TransferView): string | null {
  const isSpent = phase === 'settle' || phase === 'post';
  return isSpent && credit.kind === 'spend' ? credit.reference : null;
}
