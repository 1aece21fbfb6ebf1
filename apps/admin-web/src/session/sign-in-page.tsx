import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Mark } from '../components/mark.tsx';
import { loginUrl, type SessionState } from './session.ts';
import classes from './sign-in-page.module.css';

type SignInPageProps = {
  readonly state: Exclude<SessionState, { status: 'signed-in' }>;
  readonly onRetry: () => void;
};

/** What stands before the dashboard: signing in, or why that did not lead inside. */
export function SignInPage({ state, onRetry }: SignInPageProps) {
  if (state.status === 'asking') return <div className={classes.page} aria-busy />;
  return (
    <main className={classes.page}>
      <div className={classes.sheet}>
        <div className={classes.brand}>
          <Mark size={28} />
          <span>Purser</span>
        </div>
        <Words state={state} onRetry={onRetry} />
      </div>
    </main>
  );
}

function Words({ state, onRetry }: SignInPageProps) {
  const here = window.location.pathname + window.location.search;
  switch (state.status) {
    case 'no-role':
      return (
        <Message
          title="No role here yet"
          action={
            <Button component="a" href="/auth/logout" variant="default">
              Sign out
            </Button>
          }
        >
          {state.name} is signed in, but holds no role in this tenant. An administrator can invite
          you, or grant a role with <code>purser admin grant</code>.
        </Message>
      );
    case 'unreachable':
      return (
        <Message
          title="The server does not answer"
          action={
            <Button variant="default" onClick={onRetry}>
              Try again
            </Button>
          }
        >
          Nothing is lost. Check that Purser is running.
        </Message>
      );
    default:
      return (
        <Message
          title="Sign in"
          action={
            <Button component="a" href={loginUrl(here)} size="sm">
              Continue to sign in
            </Button>
          }
        >
          Who may spend what, how much is left, and where every cent went.
        </Message>
      );
  }
}

function Message({
  title,
  action,
  children,
}: {
  readonly title: string;
  readonly action: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <>
      <h1 className={classes.title}>{title}</h1>
      <p className={classes.words}>{children}</p>
      <div className={classes.action}>{action}</div>
    </>
  );
}
