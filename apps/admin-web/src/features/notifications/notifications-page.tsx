import { Button } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { PageHeader } from '../../components/page-header.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { useMay } from '../../session/session-provider.tsx';
import { DeliveriesTab } from './deliveries-tab.tsx';
import { EndpointsTab } from './endpoints-tab.tsx';
import { MailTab } from './mail-tab.tsx';
import { NotificationDialogs } from './notification-dialogs.tsx';

const route = getRouteApi('/notifications');

const tabs = [
  { value: 'endpoints', label: 'Webhook endpoints' },
  { value: 'deliveries', label: 'Deliveries' },
  { value: 'mail', label: 'E-mail' },
] as const;

/** Who is told of alerts, and whether they were. */
export function NotificationsPage() {
  const { tab = 'endpoints' } = route.useSearch();
  const navigate = route.useNavigate();
  const mayWrite = useMay('project:write');
  return (
    <>
      <PageHeader
        title="Notifications"
        sentence="Who is told of alerts, by mail and by webhook, and whether they were."
        actions={
          mayWrite ? (
            <Button onClick={() => void navigate({ search: { dialog: 'create' } })}>
              Make an endpoint
            </Button>
          ) : (
            <span className="secondary small">Changing notifications needs project:write.</span>
          )
        }
      />
      <Tabs
        label="Notifications"
        tabs={tabs}
        value={tab}
        onChange={(next) => void navigate({ search: { tab: next } })}
      >
        {tab === 'endpoints' ? <EndpointsTab /> : null}
        {tab === 'deliveries' ? <DeliveriesTab /> : null}
        {tab === 'mail' ? <MailTab /> : null}
      </Tabs>
      <NotificationDialogs />
    </>
  );
}
