import { formatUsdExact } from '@purser/domain/money/format-usd';
import type { Decision } from '../../command/run-command.ts';
import type { DisputeStep } from './decide-dispute.ts';
import type { DisputeState } from './load-dispute.ts';

type Told = Pick<Decision<unknown, unknown>, 'changes' | 'audit' | 'affects' | 'alerts'>;

/** What lists, audit log and alerts say of a dispute that was booked. */
export function tellDispute({ known, payment, user }: DisputeState, step: DisputeStep): Told {
  const { dispute } = step;
  return {
    changes: [
      {
        label: `dispute ${dispute.id}`,
        before: known?.status ?? null,
        change: formatUsdExact(dispute.amountMicroUsd),
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
        severity: dispute.booked === 'won' ? 'info' : 'critical',
        dedupeKey: `dispute:${dispute.id}:${dispute.status}`,
        title: `The dispute of ${formatUsdExact(dispute.amountMicroUsd)} of ${payment.id} ${words(step)}.`,
        payload: {
          disputeId: dispute.id,
          paymentId: payment.id,
          userId: user.externalId,
          status: dispute.status,
          reason: dispute.reason,
          amountUsd: formatUsdExact(dispute.amountMicroUsd),
        },
      },
    ],
  };
}

function words({ effect, dispute }: DisputeStep): string {
  const { amountMicroUsd, heldMicroUsd, absorbedMicroUsd, status } = dispute;
  switch (effect) {
    case 'hold': {
      const missing = amountMicroUsd - heldMicroUsd;
      const rest = missing > 0n ? `, ${formatUsdExact(missing)} is not there` : '';
      return `was opened; ${formatUsdExact(heldMicroUsd)} is held${rest}`;
    }
    case 'free':
      return 'is over; what was held is free again';
    case 'take':
      return `was lost; the project absorbed ${formatUsdExact(absorbedMicroUsd)}`;
    case 'none':
      return `is now ${status}`;
  }
}
