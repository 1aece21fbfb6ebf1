import {
  formatUsd,
  formatUsdChange,
  formatUsdExact,
  usdDecimal,
} from '@purser/domain/money/format-usd';
import type { ClipboardEvent } from 'react';
import { microUsd, padUsd } from '../lib/amounts.ts';
import classes from './money.module.css';

type MoneyProps = {
  /** The GraphQL scalar, or micro-dollars. */
  readonly amount: string | bigint;
  /** Shows the sign also above zero: a change rather than a balance. */
  readonly change?: boolean;
  /** Every micro-dollar instead of cents. */
  readonly exact?: boolean;
  /** As many digits after the point as its neighbours in the column have, so that points stand in line. */
  readonly digits?: number;
  /** Colours an amount below zero; the minus sign says it too. */
  readonly warnBelowZero?: boolean;
  readonly struck?: boolean;
};

/** Money everywhere: cents on screen, the exact amount on hover and on copy. */
export function Money({
  amount,
  change = false,
  exact = false,
  digits,
  warnBelowZero = false,
  struck = false,
}: MoneyProps) {
  const value = typeof amount === 'bigint' ? amount : microUsd(amount);
  const className = [
    classes.money,
    warnBelowZero && value < 0n ? classes.below : '',
    struck ? classes.struck : '',
    value === 0n ? classes.zero : '',
  ].join(' ');
  return (
    <data
      className={className}
      value={usdDecimal(value)}
      title={`${formatUsdExact(value)} USD`}
      onCopy={(event) => copyExact(event, value)}
    >
      {textOf(value, { change, exact, digits })}
    </data>
  );
}

type Written = {
  readonly change: boolean;
  readonly exact: boolean;
  readonly digits: number | undefined;
};

function textOf(value: bigint, { change, exact, digits }: Written): string {
  if (digits !== undefined)
    return padUsd(change ? formatUsdChange(value) : formatUsdExact(value), digits);
  if (change) return exact ? formatUsdChange(value) : signedCents(value);
  return exact ? formatUsdExact(value) : formatUsd(value);
}

/** `+$250.00`, `−$0.02`; what is below a cent says so without a sign of its own. */
function signedCents(value: bigint): string {
  const text = formatUsd(value);
  return value > 0n && text.startsWith('$') ? `+${text}` : text;
}

function copyExact(event: ClipboardEvent, value: bigint): void {
  event.clipboardData.setData('text/plain', usdDecimal(value));
  event.preventDefault();
}
