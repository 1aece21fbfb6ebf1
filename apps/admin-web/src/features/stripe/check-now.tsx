import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { ReconcileStripeDocument } from '../../generated/stripe/graphql.ts';
import { useCommand } from '../../lib/command.ts';
import { describeError } from '../../lib/describe-error.ts';
import { useMay } from '../../session/session-provider.tsx';

/** Asks Stripe now for one request that is pending; asking again changes nothing, so a click is enough. */
export function CheckNow({ requestId }: { readonly requestId: string }) {
  const send = useCommand(ReconcileStripeDocument);
  const mayAsk = useMay('event:write');
  const [asking, setAsking] = useState(false);
  if (!mayAsk) return null;
  const ask = async () => {
    setAsking(true);
    try {
      const answer = await send({ requestId, reason: 'Checked from the dashboard' });
      notifications.show(
        answer.ok
          ? { message: 'Stripe was asked: the state is the one of now.', color: 'bottle' }
          : { message: answer.message, color: 'brick' },
      );
    } catch (error) {
      notifications.show({ message: describeError(error).title, color: 'brick' });
    } finally {
      setAsking(false);
    }
  };
  return (
    <Button size="compact-xs" variant="default" loading={asking} onClick={() => void ask()}>
      Check now
    </Button>
  );
}
