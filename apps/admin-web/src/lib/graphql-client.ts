import {
  ApolloClient,
  ApolloLink,
  HttpLink,
  InMemoryCache,
  type TypePolicies,
} from '@apollo/client';
import { ServerError } from '@apollo/client/errors';
import { ErrorLink } from '@apollo/client/link/error';

/** What the shell does when the server says that nobody is logged in any more. */
export type OnSignedOut = () => void;

/** The one client of the dashboard: same origin, session cookie, typed operations only. */
export function createGraphqlClient(onSignedOut: OnSignedOut): ApolloClient {
  return new ApolloClient({
    link: ApolloLink.from([
      signedOutLink(onSignedOut),
      new HttpLink({ uri: '/graphql', credentials: 'same-origin' }),
    ]),
    cache: new InMemoryCache({ typePolicies }),
    // A balance on screen is read again whenever its page opens; the cache only bridges the moment.
    defaultOptions: {
      watchQuery: { fetchPolicy: 'cache-and-network', nextFetchPolicy: 'cache-first' },
    },
    clientAwareness: { name: 'admin-web' },
  });
}

const one = { keyFields: [] as [] };

/** What has no id of its own: one of each a project, or one a user, so that answers merge instead of replacing each other. */
const typePolicies: TypePolicies = {
  Project: one,
  ProjectBudget: one,
  Overview: one,
  Wallet: { keyFields: ['userId'] },
};

function signedOutLink(onSignedOut: OnSignedOut): ApolloLink {
  return new ErrorLink(({ error }) => {
    if (ServerError.is(error) && error.statusCode === 401) onSignedOut();
  });
}
