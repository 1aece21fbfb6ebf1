import { formatCount } from '@purser/domain/money/format-usd';
import { useState } from 'react';
import { ConfirmMoneyDialog } from '../../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import { BundleField, CountField, DaysField } from '../../../components/fields.tsx';
import { GrantTrialDocument, type GrantTrialInput } from '../../../generated/users/graphql.ts';
import { useCommand } from '../../../lib/command.ts';
import { enteredValue, readCount, readDays } from '../../../lib/field-values.ts';
import type { DialogProps } from './dialog-props.ts';

/** More requests and tokens a day, for some days. */
export function GrantTrialDialog({ userId, onClose }: DialogProps) {
  const send = useCommand(GrantTrialDocument);
  const [requests, setRequests] = useState('100');
  const [tokens, setTokens] = useState('1000000');
  const [days, setDays] = useState('7');
  const [bundleId, setBundleId] = useState('*');
  const input = trialInput({ userId, requests, tokens, days, bundleId });
  const confirm = input
    ? `Grant ${formatCount(BigInt(input.additionalRequestsPerDay ?? 0))} requests a day for ${input.days} days`
    : 'Grant';
  return (
    <ConfirmMoneyDialog
      title="Grant a trial"
      who={<code>{userId}</code>}
      confirm={confirm}
      input={input}
      send={send}
      onClose={onClose}
    >
      <CountField
        label="More requests a day"
        unit="requests"
        value={requests}
        onChange={setRequests}
        autoFocus
      />
      <CountField label="More tokens a day" unit="tokens" value={tokens} onChange={setTokens} />
      <DaysField label="For" value={days} onChange={setDays} />
      <BundleField value={bundleId} onChange={setBundleId} />
    </ConfirmMoneyDialog>
  );
}

type Typed = {
  readonly userId: string;
  readonly requests: string;
  readonly tokens: string;
  readonly days: string;
  readonly bundleId: string;
};

function trialInput({ userId, requests, tokens, days, bundleId }: Typed): GrantTrialInput | null {
  const moreRequests = enteredValue(readCount(requests));
  const moreTokens = enteredValue(readCount(tokens));
  const forDays = enteredValue(readDays(days));
  const bundle = bundleId.trim();
  if (moreRequests === null || moreTokens === null || forDays === null || bundle === '')
    return null;
  return {
    userId,
    additionalRequestsPerDay: `${moreRequests}`,
    additionalTokensPerDay: `${moreTokens}`,
    days: forDays,
    bundleId: bundle,
  };
}
