import { useState } from 'react';
import { ConfirmMoneyDialog } from '../../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import { BundleField, CountField, DaysField, UsdField } from '../../../components/fields.tsx';
import { TopUpUserDocument, type TopUpUserInput } from '../../../generated/users/graphql.ts';
import { useCommand } from '../../../lib/command.ts';
import { enteredValue, readCount, readUsd, usdInput } from '../../../lib/field-values.ts';
import { type LimitKey, limitNames, limitWords } from '../../../lib/limit-words.ts';
import type { DialogProps } from './dialog-props.ts';
import classes from './dialogs.module.css';

type Additional = Readonly<Partial<Record<LimitKey, string>>>;

/** Adds to limits the plan gives, until a day or for good. */
export function TopUpDialog({ userId, onClose }: DialogProps) {
  const send = useCommand(TopUpUserDocument);
  const [additional, setAdditional] = useState<Additional>({});
  const [expires, setExpires] = useState('30');
  const [bundleId, setBundleId] = useState('*');
  const [paid, setPaid] = useState('');
  const until = expires === 'never' ? 'for good' : `for ${expires} days`;
  return (
    <ConfirmMoneyDialog
      title="Top up limits"
      who={<code>{userId}</code>}
      confirm={`Top up ${until}`}
      input={topUpInput({ userId, additional, expires, bundleId, paid })}
      send={send}
      onClose={onClose}
    >
      <div className={classes.pairs}>
        {limitNames.map((name, index) => {
          const { field, label, counts } = limitWords[name];
          return (
            <CountField
              key={field}
              label={`More: ${label.toLowerCase()}`}
              unit={counts}
              value={additional[field] ?? ''}
              onChange={(text) => setAdditional((old) => ({ ...old, [field]: text }))}
              autoFocus={index === 0}
            />
          );
        })}
        <DaysField label="Ends" value={expires} onChange={setExpires} neverAllowed />
        <BundleField value={bundleId} onChange={setBundleId} />
        <UsdField
          label="They paid for it"
          description="Left empty: nothing."
          value={paid}
          onChange={setPaid}
        />
      </div>
    </ConfirmMoneyDialog>
  );
}

type Typed = {
  readonly userId: string;
  readonly additional: Additional;
  readonly expires: string;
  readonly bundleId: string;
  readonly paid: string;
};

/** Only the limits that were filled in; null while none is, or something is not what it should be. */
function topUpInput({ userId, additional, expires, bundleId, paid }: Typed): TopUpUserInput | null {
  const filled = Object.entries(additional).filter(([, text]) => text.trim() !== '');
  const counts = filled.map(([field, text]) => [field, enteredValue(readCount(text))] as const);
  if (counts.length === 0 || counts.some(([, count]) => count === null || count === 0n))
    return null;
  const paidMicroUsd = paid.trim() === '' ? null : enteredValue(readUsd(paid));
  if (bundleId.trim() === '' || (paid.trim() !== '' && paidMicroUsd === null)) return null;
  return {
    userId,
    bundleId: bundleId.trim(),
    additional: Object.fromEntries(counts.map(([field, count]) => [field, String(count)])),
    expiresInDays: expires === 'never' ? null : Number(expires),
    ...(paidMicroUsd === null ? {} : { purchaseAmountUsd: usdInput(paidMicroUsd) }),
  };
}
