import { ApolloProvider } from '@apollo/client/react';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { RouterProvider } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { createGraphqlClient } from '../lib/graphql-client.ts';
import { useDensity } from '../lib/use-density.ts';
import { fetchSession, type SessionState } from '../session/session.ts';
import { SessionProvider } from '../session/session-provider.tsx';
import { SignInPage } from '../session/sign-in-page.tsx';
import { router } from './router.tsx';
import { cssVariablesResolver, theme } from './theme.ts';

/** Providers, then either the sign-in page or the dashboard. */
export function App() {
  useDensity();
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      defaultColorScheme="auto"
    >
      <Notifications position="bottom-right" autoClose={5000} limit={3} />
      <SessionGate />
    </MantineProvider>
  );
}

function SessionGate() {
  const [state, setState] = useState<SessionState>({ status: 'asking' });
  const ask = useCallback(() => void fetchSession().then(setState), []);
  useEffect(ask, [ask]);
  const client = useMemo(() => createGraphqlClient(() => setState({ status: 'signed-out' })), []);
  if (state.status !== 'signed-in') return <SignInPage state={state} onRetry={ask} />;
  return (
    <SessionProvider session={state.session}>
      <ApolloProvider client={client}>
        <RouterProvider router={router} />
      </ApolloProvider>
    </SessionProvider>
  );
}
