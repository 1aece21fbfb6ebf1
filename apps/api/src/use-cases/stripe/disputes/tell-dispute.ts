import { formatUsdExact } from '@purser/domain/money/format-usd';
import type { Decision } from '../../command/run-command.ts';
import type { DisputeStep } from './decide-dispute.ts';
import type { DisputeState } from './load-dispute.ts';

type Told = Pick<Decision<unknown, unknown>, 'changes' | 'audit' | 'affects' | 'alerts'>;

/** What lists, audit log and alerts say of a dispute that was booked. */
export function tellDispute({ known, payment, user }: DisputeState, step: DisputeStep): Told {
  const { dispute } = step;
  const amount = formatUsdExact(dispute.amountMicroUsd);
  const why = dispute.reason === null ? '' : ` (${dispute.reason})`;
  return {
    changes: [
      {
        label: `dispute ${dispute.id}`,
        before: known?.status ?? null,
        change: amount,
        after: dispute.status,
      },
    ],
    audit: {
      targetType: 'payment',
      targetId: payment.id,
      before: known,
      after: { dispute, effect: step.effect, taken: step.taken, grantRevoked: step.revokesGrant },
    },
    affects: { userId: user.id },
    alerts: [
      {
        kind: 'dispute',
        severity: severityOf(known, step),
        dedupeKey: `dispute:${dispute.id}:${dispute.status}`,
        title: `The dispute of ${amount} by ${user.externalId} of ${payment.id}${why} ${words(payment, step)}.`,
        payload: {
          disputeId: dispute.id,
          paymentId: payment.id,
          userId: user.externalId,
          status: dispute.status,
          reason: dispute.reason,
          amountUsd: amount,
        },
      },
    ],
  };
}

/** Money that is held or gone needs somebody at once, a bank's question soon; the rest is news. */
function severityOf(
  known: DisputeState['known'],
  { effect, dispute }: DisputeStep,
): 'info' | 'warning' | 'critical' {
  if (effect === 'hold' || effect === 'take') return 'critical';
  return known === null && dispute.booked === 'nothing' ? 'warning' : 'info';
}

function words({ purpose }: DisputeState['payment'], { effect, dispute }: DisputeStep): string {
  const { amountMicroUsd, heldMicroUsd, absorbedMicroUsd, status } = dispute;
  switch (effect) {
    case 'hold': {
      if (purpose !== 'wallet_topup') return 'was opened';
      const missing = amountMicroUsd - heldMicroUsd;
      const rest = missing > 0n ? `, ${formatUsdExact(missing)} is not there` : '';
      return `was opened; ${formatUsdExact(heldMicroUsd)} is held${rest}`;
    }
    case 'free':
      return purpose === 'wallet_topup' ? 'is over; what was held is free again' : 'is over';
    case 'take':
      return purpose === 'quota_package'
        ? 'was lost; the package is granted no longer'
        : `was lost; the project absorbed ${formatUsdExact(absorbedMicroUsd)}`;
    case 'none':
      return `is now ${status}`;
  }
}
