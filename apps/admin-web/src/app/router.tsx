import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { auditPath, readAuditSearch } from '../features/audit/urls.ts';
import { budgetsPath, readBudgetsSearch } from '../features/budgets/urls.ts';
import { eventsPath, readEventsSearch } from '../features/events/urls.ts';
import { jobsPath, readJobsSearch } from '../features/jobs/urls.ts';
import {
  accountPath,
  ledgerPath,
  readAccountSearch,
  readLedgerSearch,
} from '../features/ledger/urls.ts';
import { notificationsPath, readNotificationsSearch } from '../features/notifications/urls.ts';
import { overviewPath, readOverviewSearch } from '../features/overview/urls.ts';
import { plansPath, readPlansSearch } from '../features/plans/urls.ts';
import { readSettingsSearch, settingsPath } from '../features/settings/urls.ts';
import { readStripeSearch, stripePath } from '../features/stripe/urls.ts';
import { readSubscriptionsSearch, subscriptionsPath } from '../features/subscriptions/urls.ts';
import {
  readTenantSearch,
  readTenantsSearch,
  tenantPath,
  tenantsPath,
} from '../features/tenants/urls.ts';
import { readTurnsSearch, turnPath, turnsPath } from '../features/turns/urls.ts';
import { readUserSearch, readUsersSearch, userPath, usersPath } from '../features/users/urls.ts';
import { readWalletsSearch, walletsPath } from '../features/wallets/urls.ts';
import { PageFault } from './page-fault.tsx';
import { PageMissing } from './page-missing.tsx';
import { PageSkeleton } from './page-skeleton.tsx';
import { ProjectShell } from './shell/project-shell.tsx';

const root = createRootRoute({ component: ProjectShell, notFoundComponent: PageMissing });
const getParentRoute = () => root;

const overview = createRoute({
  getParentRoute,
  path: overviewPath,
  validateSearch: readOverviewSearch,
  component: lazyRouteComponent(
    () => import('../features/overview/overview-page.tsx'),
    'OverviewPage',
  ),
});

const users = createRoute({
  getParentRoute,
  path: usersPath,
  validateSearch: readUsersSearch,
  component: lazyRouteComponent(() => import('../features/users/users-page.tsx'), 'UsersPage'),
});

const user = createRoute({
  getParentRoute,
  path: userPath,
  validateSearch: readUserSearch,
  component: lazyRouteComponent(() => import('../features/users/user-page.tsx'), 'UserPage'),
});

const subscriptions = createRoute({
  getParentRoute,
  path: subscriptionsPath,
  validateSearch: readSubscriptionsSearch,
  component: lazyRouteComponent(
    () => import('../features/subscriptions/subscriptions-page.tsx'),
    'SubscriptionsPage',
  ),
});

const wallets = createRoute({
  getParentRoute,
  path: walletsPath,
  validateSearch: readWalletsSearch,
  component: lazyRouteComponent(
    () => import('../features/wallets/wallets-page.tsx'),
    'WalletsPage',
  ),
});

const plans = createRoute({
  getParentRoute,
  path: plansPath,
  validateSearch: readPlansSearch,
  component: lazyRouteComponent(() => import('../features/plans/plans-page.tsx'), 'PlansPage'),
});

const budgets = createRoute({
  getParentRoute,
  path: budgetsPath,
  validateSearch: readBudgetsSearch,
  component: lazyRouteComponent(
    () => import('../features/budgets/budgets-page.tsx'),
    'BudgetsPage',
  ),
});

const ledger = createRoute({
  getParentRoute,
  path: ledgerPath,
  validateSearch: readLedgerSearch,
  component: lazyRouteComponent(() => import('../features/ledger/ledger-page.tsx'), 'LedgerPage'),
});

const account = createRoute({
  getParentRoute,
  path: accountPath,
  validateSearch: readAccountSearch,
  component: lazyRouteComponent(() => import('../features/ledger/account-page.tsx'), 'AccountPage'),
});

const turns = createRoute({
  getParentRoute,
  path: turnsPath,
  validateSearch: readTurnsSearch,
  component: lazyRouteComponent(() => import('../features/turns/turns-page.tsx'), 'TurnsPage'),
});

const turn = createRoute({
  getParentRoute,
  path: turnPath,
  component: lazyRouteComponent(() => import('../features/turns/turn-page.tsx'), 'TurnPage'),
});

const events = createRoute({
  getParentRoute,
  path: eventsPath,
  validateSearch: readEventsSearch,
  component: lazyRouteComponent(() => import('../features/events/events-page.tsx'), 'EventsPage'),
});

const stripe = createRoute({
  getParentRoute,
  path: stripePath,
  validateSearch: readStripeSearch,
  component: lazyRouteComponent(() => import('../features/stripe/stripe-page.tsx'), 'StripePage'),
});

const notifications = createRoute({
  getParentRoute,
  path: notificationsPath,
  validateSearch: readNotificationsSearch,
  component: lazyRouteComponent(
    () => import('../features/notifications/notifications-page.tsx'),
    'NotificationsPage',
  ),
});

const audit = createRoute({
  getParentRoute,
  path: auditPath,
  validateSearch: readAuditSearch,
  component: lazyRouteComponent(() => import('../features/audit/audit-page.tsx'), 'AuditPage'),
});

const tenants = createRoute({
  getParentRoute,
  path: tenantsPath,
  validateSearch: readTenantsSearch,
  component: lazyRouteComponent(
    () => import('../features/tenants/tenants-page.tsx'),
    'TenantsPage',
  ),
});

const tenant = createRoute({
  getParentRoute,
  path: tenantPath,
  validateSearch: readTenantSearch,
  component: lazyRouteComponent(() => import('../features/tenants/tenant-page.tsx'), 'TenantPage'),
});

const jobs = createRoute({
  getParentRoute,
  path: jobsPath,
  validateSearch: readJobsSearch,
  component: lazyRouteComponent(() => import('../features/jobs/jobs-page.tsx'), 'JobsPage'),
});

const settings = createRoute({
  getParentRoute,
  path: settingsPath,
  validateSearch: readSettingsSearch,
  component: lazyRouteComponent(
    () => import('../features/settings/settings-page.tsx'),
    'SettingsPage',
  ),
});

/** Every page by its address; its code is loaded when it is first opened, or when a link to it is hovered. */
export const router = createRouter({
  routeTree: root.addChildren([
    overview,
    users,
    user,
    subscriptions,
    wallets,
    plans,
    budgets,
    ledger,
    account,
    turns,
    turn,
    stripe,
    events,
    audit,
    tenants,
    tenant,
    jobs,
    notifications,
    settings,
  ]),
  defaultPreload: 'intent',
  defaultPendingComponent: PageSkeleton,
  defaultPendingMs: 100,
  defaultErrorComponent: PageFault,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
