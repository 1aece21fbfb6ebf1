import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { ConfirmMoneyDialog } from '../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import { SetPriceDocument } from '../../generated/plans/graphql.ts';
import { useCommand } from '../../lib/command.ts';
import { MoneyChoiceRow } from './money-choice-row.tsx';
import classes from './plans.module.css';
import { priceFields, priceInput, typedPrices } from './price-input.ts';
import type { Price } from './prices-tab.tsx';

const perMillion = 'dollars a million';
const priceChoices = [
  { value: 'price', label: 'costs' },
  { value: 'none', label: 'no own price' },
] as const;

/** A new version of what a model costs, from now or from later on. */
export function PriceDialog({
  price,
  onClose,
}: {
  readonly price: Price | null;
  readonly onClose: () => void;
}) {
  const send = useCommand(SetPriceDocument);
  const [typed, setTyped] = useState(() => typedPrices(price));
  const name = typed.model || 'the model';
  return (
    <ConfirmMoneyDialog
      title={price ? `Change the price of ${price.model}` : 'Price a model'}
      who={`${name}${typed.provider ? ` of ${typed.provider}` : ''}`}
      confirm={`Price ${name}`}
      input={priceInput(typed, price)}
      send={send}
      onClose={onClose}
    >
      {price ? null : (
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
      )}
      <p className="secondary small">
        Dollars for a million. Turns that are running keep the prices they were admitted with.
      </p>
      <div>
        {priceFields.map(({ field, label }) => (
          <MoneyChoiceRow
            key={field}
            label={label}
            unit={perMillion}
            options={priceChoices}
            value={typed.prices[field]}
            onChange={(next) => setTyped({ ...typed, prices: { ...typed.prices, [field]: next } })}
          />
        ))}
        <MoneyChoiceRow
          label="Requests"
          unit={perMillion}
          options={priceChoices}
          value={typed.request}
          onChange={(request) => setTyped({ ...typed, request })}
        />
      </div>
      <TextInput
        type="datetime-local"
        label="In force from (UTC)"
        description="Left empty: from now. Never in the past."
        value={typed.from}
        onChange={(event) => setTyped({ ...typed, from: event.currentTarget.value })}
      />
    </ConfirmMoneyDialog>
  );
}
