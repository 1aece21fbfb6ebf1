import type { BalanceView } from '../../contract/money-views.ts';
import { builder } from '../builder.ts';

const usd = { type: 'Usd' } as const;

/** What every kind of balance shows: balance = credits − debits, available = balance − held. */
export const BalanceInterface = builder.interfaceRef<BalanceView>('Balance').implement({
  fields: (t) => ({
    creditsUsd: t.expose('creditsMicroUsd', usd),
    debitsUsd: t.expose('debitsMicroUsd', usd),
    balanceUsd: t.expose('balanceMicroUsd', usd),
    heldUsd: t.expose('heldMicroUsd', usd),
    availableUsd: t.expose('availableMicroUsd', usd),
    overdraftUsd: t.expose('overdraftMicroUsd', {
      type: 'Usd',
      nullable: true,
      description: 'How far below zero holds may take it. Null = unlimited.',
    }),
  }),
});
