import type { Permission } from '@purser/domain/access/permissions';
import type { useNavigate } from '@tanstack/react-router';

export type PaletteAction = {
  readonly label: string;
  readonly keywords: string;
  readonly permission: Permission;
  readonly run: (navigate: ReturnType<typeof useNavigate>) => void;
};

/** What the search can start by name. Actions on a user begin by finding the user. */
export const paletteActions: readonly PaletteAction[] = [
  {
    label: 'Top up the project budget',
    keywords: 'add money app budget',
    permission: 'budget:write',
    run: (navigate) => void navigate({ to: '/budgets', search: { dialog: 'top-up' } }),
  },
  {
    label: 'Set the project overdraft',
    keywords: 'below zero limit',
    permission: 'budget:write',
    run: (navigate) => void navigate({ to: '/budgets', search: { dialog: 'overdraft' } }),
  },
  {
    label: 'Grant a trial to a user',
    keywords: 'top up override grant find',
    permission: 'grant:write',
    run: (navigate) => void navigate({ to: '/users', search: {} }),
  },
  {
    label: 'Show users who were denied',
    keywords: 'denied limit rate limited',
    permission: 'user:read',
    run: (navigate) => void navigate({ to: '/users', search: { status: 'denied' } }),
  },
  {
    label: 'Create a subscription',
    keywords: 'subscribe plan new period',
    permission: 'subscription:write',
    run: (navigate) => void navigate({ to: '/subscriptions', search: { dialog: 'create' } }),
  },
  {
    label: 'Renew, top up or cancel a subscription',
    keywords: 'overdraft change plan resume find',
    permission: 'subscription:write',
    run: (navigate) => void navigate({ to: '/subscriptions', search: {} }),
  },
  {
    label: 'Reconcile with Stripe',
    keywords: 'pending requests refunds cancellations events check',
    permission: 'event:write',
    run: (navigate) =>
      void navigate({ to: '/stripe', search: { tab: 'reconcile', dialog: 'reconcile' } }),
  },
  {
    label: 'Refund a payment',
    keywords: 'wallet credits pay back stripe',
    permission: 'wallet:write',
    run: (navigate) => void navigate({ to: '/stripe', search: { tab: 'payments' } }),
  },
  {
    label: 'Sweep ended periods',
    keywords: 'rollover close subscription',
    permission: 'subscription:write',
    run: (navigate) => void navigate({ to: '/subscriptions', search: { dialog: 'sweep' } }),
  },
  {
    label: 'Reap expired holds',
    keywords: 'reservations subscription',
    permission: 'subscription:write',
    run: (navigate) => void navigate({ to: '/subscriptions', search: { dialog: 'reap' } }),
  },
  {
    label: 'Make a plan',
    keywords: 'new subscription plan',
    permission: 'plan:write',
    run: (navigate) => void navigate({ to: '/plans', search: { plan: 'new' } }),
  },
  {
    label: 'Price a model',
    keywords: 'price table change tokens',
    permission: 'price:write',
    run: (navigate) =>
      void navigate({ to: '/plans', search: { tab: 'prices', dialog: 'new-price' } }),
  },
  {
    label: 'Move the project’s clock',
    keywords: 'advance freeze release time',
    permission: 'clock:move',
    run: (navigate) => void navigate({ to: '/settings', search: { dialog: 'clock' } }),
  },
  {
    label: 'Make a service key',
    keywords: 'api key new secret',
    permission: 'key:manage',
    run: (navigate) => void navigate({ to: '/settings', search: { dialog: 'create-key' } }),
  },
  {
    label: 'Make a webhook endpoint',
    keywords: 'alerts notifications slack signed',
    permission: 'project:write',
    run: (navigate) => void navigate({ to: '/notifications', search: { dialog: 'create' } }),
  },
  {
    label: 'Run a job now',
    keywords: 'reap sweep verify holds',
    permission: 'job:run',
    run: (navigate) => void navigate({ to: '/jobs', search: {} }),
  },
];
