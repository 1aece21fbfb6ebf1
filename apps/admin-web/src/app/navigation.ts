import type { Permission } from '@purser/domain/access/permissions';
import {
  IconArrowsExchange,
  IconBell,
  IconBook2,
  IconBuilding,
  IconCalendarRepeat,
  IconClockPlay,
  IconCoins,
  IconCreditCard,
  IconGauge,
  IconHistory,
  IconInbox,
  type IconProps,
  IconSettings,
  IconTable,
  IconUsers,
  IconWallet,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';

export type NavigationItem = {
  readonly to:
    | '/'
    | '/users'
    | '/subscriptions'
    | '/wallets'
    | '/plans'
    | '/budgets'
    | '/ledger'
    | '/stripe'
    | '/turns'
    | '/events'
    | '/audit'
    | '/tenants'
    | '/jobs'
    | '/notifications'
    | '/settings';
  readonly label: string;
  readonly icon: ComponentType<IconProps>;
  /** After `g`, from anywhere outside an input. */
  readonly letter: string;
  readonly permission: Permission;
  /** Words that find this page in the search. */
  readonly keywords: string;
};

/** The pages, in the order of the rail; groups are separated by a hairline. */
export const navigationGroups: readonly (readonly NavigationItem[])[] = [
  [
    {
      to: '/',
      label: 'Overview',
      icon: IconGauge,
      letter: 'o',
      permission: 'project:read',
      keywords: 'home start dashboard',
    },
  ],
  [
    {
      to: '/users',
      label: 'Users',
      icon: IconUsers,
      letter: 'u',
      permission: 'user:read',
      keywords: 'people customers search',
    },
    {
      to: '/turns',
      label: 'Turns',
      icon: IconArrowsExchange,
      letter: 't',
      permission: 'turn:read',
      keywords: 'requests denials lineage',
    },
  ],
  [
    {
      to: '/subscriptions',
      label: 'Subscriptions',
      icon: IconCalendarRepeat,
      letter: 'c',
      permission: 'subscription:read',
      keywords: 'periods renew top up sweep reap rollover cancel',
    },
    {
      to: '/wallets',
      label: 'Wallets',
      icon: IconCoins,
      letter: 'w',
      permission: 'wallet:read',
      keywords: 'lifetime credits prepaid lots expiry balance',
    },
    {
      to: '/plans',
      label: 'Plans & policies',
      icon: IconTable,
      letter: 'p',
      permission: 'plan:read',
      keywords: 'quota limits subscription plans',
    },
    {
      to: '/budgets',
      label: 'Budgets',
      icon: IconWallet,
      letter: 'b',
      permission: 'budget:read',
      keywords: 'project provider spend absorption overdraft',
    },
    {
      to: '/ledger',
      label: 'Ledger',
      icon: IconBook2,
      letter: 'l',
      permission: 'ledger:read',
      keywords: 'accounts transfers balance',
    },
    {
      to: '/stripe',
      label: 'Stripe',
      icon: IconCreditCard,
      letter: 'i',
      permission: 'event:read',
      keywords:
        'payments refunds disputes invoices dunning reconcile pending requests checkout portal',
    },
  ],
  [
    {
      to: '/events',
      label: 'Pending events',
      icon: IconInbox,
      letter: 'v',
      permission: 'event:read',
      keywords: 'economics webhook failed retry',
    },
    {
      to: '/tenants',
      label: 'Tenants',
      icon: IconBuilding,
      letter: 'e',
      permission: 'tenant:read',
      keywords: 'customers quotas data planes domains keys suspend',
    },
    {
      to: '/jobs',
      label: 'Jobs',
      icon: IconClockPlay,
      letter: 'j',
      permission: 'job:read',
      keywords: 'reap sweep schedule',
    },
    {
      to: '/audit',
      label: 'Audit',
      icon: IconHistory,
      letter: 'a',
      permission: 'audit:read',
      keywords: 'log who when why',
    },
    {
      to: '/notifications',
      label: 'Notifications',
      icon: IconBell,
      letter: 'n',
      permission: 'event:read',
      keywords: 'alerts webhook endpoints deliveries mail recipients slack',
    },
    {
      to: '/settings',
      label: 'Settings',
      icon: IconSettings,
      letter: 's',
      permission: 'project:read',
      keywords: 'keys service theme density',
    },
  ],
];

export const navigationItems: readonly NavigationItem[] = navigationGroups.flat();
