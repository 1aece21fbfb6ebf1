import { useQuery } from '@apollo/client/react';
import type { Permission } from '@purser/domain/access/permissions';
import { getRouteApi, Link } from '@tanstack/react-router';
import { CopyText } from '../../components/copy-text.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { UserHeaderDocument } from '../../generated/users/graphql.ts';
import { useSession } from '../../session/session-provider.tsx';
import { UserDialogs } from './dialogs/user-dialogs.tsx';
import { AuditTab } from './tabs/audit-tab.tsx';
import { GrantsTab } from './tabs/grants-tab.tsx';
import { LimitsTab } from './tabs/limits-tab.tsx';
import { SubscriptionTab } from './tabs/subscription-tab.tsx';
import { TurnsTab } from './tabs/turns-tab.tsx';
import { WalletTab } from './tabs/wallet-tab.tsx';
import type { UserTab } from './urls.ts';
import { UserActions } from './user-actions.tsx';
import { UserHeader } from './user-header.tsx';

const route = getRouteApi('/users/$userId');

const tabs: readonly { value: UserTab; label: string; needs?: Permission }[] = [
  { value: 'limits', label: 'What they may use' },
  { value: 'turns', label: 'Turns & denials' },
  { value: 'grants', label: 'Grants' },
  { value: 'subscription', label: 'Subscription', needs: 'subscription:read' },
  { value: 'wallet', label: 'Wallet' },
  { value: 'audit', label: 'Audit', needs: 'audit:read' },
];

/** User 360: everything about one user, and every action on them. */
export function UserPage() {
  const { userId } = route.useParams();
  const { tab = 'limits' } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(UserHeaderDocument, { variables: { userId } });
  const { permissions } = useSession();
  const shown = tabs.filter(({ needs }) => needs === undefined || permissions.has(needs));
  return (
    <QueryView query={query}>
      {({ user }) =>
        user === null ? (
          <UnknownUser userId={userId} />
        ) : (
          <>
            <UserHeader user={user} />
            <Tabs
              label="About this user"
              tabs={shown}
              value={tab}
              onChange={(next) => void navigate({ search: { tab: next } })}
            >
              <OpenTab key={userId} tab={tab} userId={userId} />
            </Tabs>
            <UserDialogs userId={userId} userRole={user.role} />
          </>
        )
      }
    </QueryView>
  );
}

function OpenTab({ tab, userId }: { readonly tab: UserTab; readonly userId: string }) {
  switch (tab) {
    case 'limits':
      return <LimitsTab userId={userId} />;
    case 'turns':
      return <TurnsTab userId={userId} />;
    case 'grants':
      return <GrantsTab userId={userId} />;
    case 'subscription':
      return <SubscriptionTab userId={userId} />;
    case 'wallet':
      return <WalletTab userId={userId} />;
    case 'audit':
      return <AuditTab userId={userId} />;
  }
}

/** Nobody asked for a turn under this id yet; what is granted now counts from the first one. */
function UnknownUser({ userId }: { readonly userId: string }) {
  return (
    <>
      <PageHeader
        documentTitle={userId}
        trail={<Link to="/users">Users</Link>}
        title={<CopyText text={userId} what="user id" />}
        actions={<UserActions suspended={false} />}
      />
      <EmptyState title="Nobody has asked for a turn under this id">
        Check that the id is the one your app sends. What you grant here counts from the first turn.
      </EmptyState>
      <UserDialogs userId={userId} userRole="REGISTERED" />
    </>
  );
}
