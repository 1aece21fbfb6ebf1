import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { ConfirmMoneyDialog } from '../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import { UsdField } from '../../components/fields.tsx';
import {
  type PlansReferenceQuery,
  SetReferencePriceDocument,
  type SetReferencePriceInput,
} from '../../generated/plans/graphql.ts';
import { useCommand } from '../../lib/command.ts';
import { enteredValue, readUsd, usdInput } from '../../lib/field-values.ts';
import classes from './plans.module.css';

type Reference = PlansReferenceQuery['economicsReference'];

/** Which price states money in tokens; no money changes by it. */
export function ReferenceDialog({
  reference,
  onClose,
}: {
  readonly reference: Reference;
  readonly onClose: () => void;
}) {
  const send = useCommand(SetReferencePriceDocument);
  const [typed, setTyped] = useState({
    provider: reference.provider,
    model: reference.model,
    price: reference.pricePerMillionTokensUsd,
  });
  return (
    <ConfirmMoneyDialog
      title="Change the reference price"
      who="what one token is worth"
      confirm="Set the reference price"
      input={referenceInput(typed)}
      send={send}
      onClose={onClose}
    >
      <div className={classes.pair}>
        <TextInput
          label="Provider"
          value={typed.provider}
          data-autofocus
          onChange={(event) => setTyped({ ...typed, provider: event.currentTarget.value.trim() })}
        />
        <TextInput
          label="Model"
          value={typed.model}
          onChange={(event) => setTyped({ ...typed, model: event.currentTarget.value.trim() })}
        />
      </div>
      <UsdField
        label="A million tokens"
        description="Left empty: the output price of the model. It states tokens and changes nobody’s money."
        value={typed.price}
        onChange={(price) => setTyped({ ...typed, price })}
      />
    </ConfirmMoneyDialog>
  );
}

function referenceInput({
  provider,
  model,
  price,
}: {
  provider: string;
  model: string;
  price: string;
}): SetReferencePriceInput | null {
  const read = readUsd(price);
  const amount = enteredValue(read);
  if (provider === '' || model === '' || read.status === 'wrong') return null;
  return {
    provider,
    model,
    ...(amount === null ? {} : { pricePerMillionTokensUsd: usdInput(amount) }),
  };
}
