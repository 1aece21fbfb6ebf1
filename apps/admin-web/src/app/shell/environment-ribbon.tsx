import { useSession } from '../../session/session-provider.tsx';
import classes from './environment-ribbon.module.css';

/** What kind of project this is: live, demo, test or sandbox; null until the server has said. */
export type ProjectKind = string | null;

/** A bar of colour across the top: a demo can never be taken for production, nor the other way round. */
export function EnvironmentRibbon({ kind }: { readonly kind: ProjectKind }) {
  const { demoBanner } = useSession();
  return (
    <div className={classes.top}>
      <div className={classes.ribbon} data-kind={kind} aria-hidden />
      {demoBanner ? (
        <p className={classes.banner} role="alert">
          Demo people may sign in here without a password, and strangers can reach this server.
        </p>
      ) : null}
    </div>
  );
}

const words: Readonly<Record<string, { word: string; title: string }>> = {
  live: { word: 'Production', title: 'Real people and real money.' },
  demo: { word: 'Demo', title: 'Invented people and simulated payments: nothing here is real.' },
  test: { word: 'Test', title: 'For trying things out; nothing here is real.' },
  sandbox: { word: 'Sandbox', title: 'For building against; nothing here is real.' },
};

/** The same in words, for the top bar. */
export function EnvironmentWord({ kind }: { readonly kind: ProjectKind }) {
  if (kind === null) return null;
  const known = words[kind] ?? { word: kind, title: '' };
  return (
    <span className={classes.word} data-kind={kind} title={known.title}>
      {known.word}
    </span>
  );
}
