import type { Instance } from './start-instance.ts';

type Options = { readonly quiet: boolean };

/** What a person needs once the server answers. */
export function describeReady(instance: Instance, { quiet }: Options): string {
  const seconds = performance.now() / 1000;
  const headline = `Purser is ready: ${instance.url} (${seconds.toFixed(1)} s)`;
  if (quiet) return headline;
  const lines: [string, string][] = [
    ['Dashboard', `${instance.url} – ${signInHint(instance)}`],
    ['GraphQL', `${instance.url}/graphql`],
    ['REST', `${instance.url}/docs`],
    ...tokenLine(instance),
    ...stripeLine(instance),
    ['Database', instance.database.name],
    ...dataLine(instance),
    ['Stop', 'Ctrl-C'],
  ];
  const warning = instance.config.demoExposed
    ? '\n\n  WARNING: demo people can sign in from other machines (PURSER_ALLOW_DEMO=1).'
    : '';
  const rows = lines.map(([label, value]) => `  ${label.padEnd(10)} ${value}`);
  return `\n${headline}\n\n${rows.join('\n')}${warning}\n`;
}

function signInHint({ config }: Instance): string {
  return config.identity.kind === 'built-in'
    ? 'sign in as a demo person: pick one, no password (admin@demo.test may do everything)'
    : `sign in at ${config.identity.issuer}`;
}

function dataLine({ database, directory }: Instance): [string, string][] {
  if (!database.isEmbedded) return [];
  return [['Data', `${directory.root} ("pnpm purser reset" deletes it)`]];
}

function stripeLine({ stripeUrl }: Instance): [string, string][] {
  if (stripeUrl === null) return [];
  return [['Stripe', `${stripeUrl} – a simulator: pay, fail, refund and dispute by hand`]];
}

function tokenLine({ config }: Instance): [string, string][] {
  if (config.identity.kind !== 'built-in') return [];
  return [['Token', 'pnpm --silent purser token --role admin']];
}
