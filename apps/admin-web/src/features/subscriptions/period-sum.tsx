import { formatUsdExact } from '@purser/domain/money/format-usd';
import { Arithmetic } from '../../components/arithmetic.tsx';
import type { PeriodFieldsFragment } from '../../generated/subscriptions/graphql.ts';
import { microUsd, microUsdOrNull } from '../../lib/amounts.ts';

const minus = '\u2212';

/**
 * `$19.99 topped up − $4.50 spent − $0.00 rolled over = $15.49 balance · $0.49 held · $15.00 available`,
 * exact to the micro-dollar: rounded terms would not add up on paper.
 */
export function PeriodSum({ period }: { readonly period: PeriodFieldsFragment }) {
  const words = (usd: string) => formatUsdExact(microUsd(usd));
  const overdraft = microUsdOrNull(period.overdraftUsd);
  return (
    <Arithmetic
      terms={[
        { key: 'in', value: words(period.toppedUpUsd), word: 'topped up' },
        { key: 'spent', value: words(period.spentUsd), word: 'spent', sign: minus },
        { key: 'rolled', value: words(period.rolledOverUsd), word: 'rolled over', sign: minus },
      ]}
      total={{ value: words(period.balanceUsd), unit: 'balance' }}
      rest={[
        { value: words(period.heldUsd), word: 'held' },
        {
          value: words(period.availableUsd),
          word: 'available',
          tone: microUsd(period.availableUsd) < 0n ? 'over' : 'left',
        },
        ...(overdraft === 0n
          ? []
          : [
              {
                value: period.overdraftUsd === null ? 'unlimited' : words(period.overdraftUsd),
                word: 'overdraft',
              },
            ]),
      ]}
    />
  );
}

/** A period's money as a bar: of what was put in, what is spent and what is held. */
export function periodUse(
  period: Pick<PeriodFieldsFragment, 'toppedUpUsd' | 'spentUsd' | 'heldUsd'>,
) {
  return {
    allowed: microUsd(period.toppedUpUsd),
    used: microUsd(period.spentUsd),
    held: microUsd(period.heldUsd),
  };
}
