import type { CommandEntry } from './command.ts';

/** Every command, in the order in which `purser help` lists them. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'start',
    summary: 'Start Purser on this machine: database, API and dashboard.',
    load: () => import('./start.ts'),
  },
  { name: 'stop', summary: 'Stop the Purser that runs here.', load: () => import('./stop.ts') },
  {
    name: 'reset',
    summary: 'Delete the data of the local instance (asks first).',
    load: () => import('./reset.ts'),
  },
  {
    name: 'doctor',
    summary: 'Check this machine and the instance, with a remedy for each fault.',
    load: () => import('./doctor.ts'),
  },
  {
    name: 'config',
    summary: 'Print every setting and where it came from.',
    load: () => import('./config.ts'),
  },
  {
    name: 'migrate',
    summary: 'Bring the database to the schema of this version.',
    load: () => import('./migrate.ts'),
  },
  {
    name: 'seed',
    summary: 'Write the seeded plans, policies and prices that are missing.',
    load: () => import('./seed.ts'),
  },
  {
    name: 'db',
    summary: 'Dump everything and drop it (says first what that is).',
    load: () => import('./db.ts'),
  },
  {
    name: 'token',
    summary: 'Print a bearer token of a demo person.',
    load: () => import('./token.ts'),
  },
  {
    name: 'key',
    summary: 'Make, list and revoke service keys.',
    load: () => import('./key.ts'),
  },
  {
    name: 'stripe',
    summary: 'Print the secret that local webhooks of Stripe are signed with.',
    load: () => import('./stripe.ts'),
  },
  {
    name: 'dataplane',
    summary: 'Make keys of data planes, and sign calls with them.',
    load: () => import('./dataplane.ts'),
  },
  {
    name: 'admin',
    summary: 'Make a person super-admin by e-mail address.',
    load: () => import('./admin.ts'),
  },
  {
    name: 'clock',
    summary: 'Show and move the clock of a demo, test or sandbox project.',
    load: () => import('./clock.ts'),
  },
  {
    name: 'ledger',
    summary: 'Check that every balance is the sum of its transfers.',
    load: () => import('./ledger.ts'),
  },
  {
    name: 'audit',
    summary: 'Check that nobody has changed the audit log.',
    load: () => import('./audit.ts'),
  },
  {
    name: 'job',
    summary: 'List the jobs with their last runs, and run one by hand.',
    load: () => import('./job.ts'),
  },
  {
    name: 'demo',
    summary: 'Pause or resume the demo app, which keeps the demo alive.',
    load: () => import('./demo.ts'),
  },
  {
    name: 'explain',
    summary: 'Say why a turn was decided as it was, or what a user may do now.',
    load: () => import('./explain.ts'),
  },
  {
    name: 'race',
    summary: 'Fire parallel admissions at a limit and count who got in.',
    load: () => import('./race.ts'),
  },
  { name: 'version', summary: 'Print the version.', load: () => import('./version.ts') },
];
