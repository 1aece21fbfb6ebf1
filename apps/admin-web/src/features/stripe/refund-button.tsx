import { Button } from '@mantine/core';
import type { RequestFieldsFragment } from '../../generated/fragments/graphql.ts';
import type { PaymentFieldsFragment } from '../../generated/stripe/graphql.ts';
import { useNowMs } from '../../lib/clock.tsx';
import { relativeTime } from '../../lib/instants.ts';
import { useMay } from '../../session/session-provider.tsx';
import classes from './stripe.module.css';

type RefundButtonProps = {
  readonly payment: PaymentFieldsFragment;
  /** The refund of this payment that Stripe has not decided yet. */
  readonly waiting: RequestFieldsFragment | undefined;
  readonly onRefund: (paymentId: string) => void;
};

/** Opens the refund of a payment; while one is on its way it says so instead. */
export function RefundButton({ payment, waiting, onRefund }: RefundButtonProps) {
  const nowMs = useNowMs();
  const mayRefund = useMay('wallet:write');
  // A package or a period has no credits of the wallet that could be taken back.
  if (!mayRefund || payment.lotId === null) return null;
  if (waiting !== undefined)
    return (
      <Button size="compact-xs" variant="default" disabled classNames={{ root: classes.inFlight }}>
        refund requested {relativeTime(Date.parse(waiting.createdAt), nowMs)}
      </Button>
    );
  return (
    <Button size="compact-xs" variant="default" onClick={() => onRefund(payment.paymentId)}>
      Refund
    </Button>
  );
}
