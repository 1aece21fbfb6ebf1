import { get, type Route } from '../http/route.ts';
import type { Account } from '../world/wire.ts';

/** The one account that the simulator has. */
const account: Account = {
  id: 'acct_1SimulatorPurser',
  object: 'account',
  charges_enabled: true,
  country: 'US',
  created: 1_700_000_000,
  default_currency: 'usd',
  details_submitted: true,
  email: 'owner@simulator.example',
  payouts_enabled: true,
  type: 'standard',
};

export const accountRoutes: readonly Route[] = [get('/v1/account', {}, () => account)];
