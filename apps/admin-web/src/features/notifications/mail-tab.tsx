import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import {
  MailSettingsDocument,
  type MailSettingsQuery,
} from '../../generated/notifications/graphql.ts';
import { useMay } from '../../session/session-provider.tsx';
import { kindWords } from './kind-words.ts';

const route = getRouteApi('/notifications');

type Recipients = MailSettingsQuery['mailSettings']['recipients'][number];

/** Who is told of each kind of alert by mail. */
export function MailTab() {
  const navigate = route.useNavigate();
  const query = useQuery(MailSettingsDocument);
  const mayWrite = useMay('project:write');
  const choose = (on: string) =>
    void navigate({ search: (old) => ({ ...old, dialog: 'recipients' as const, on }) });
  return (
    <QueryView query={query}>
      {({ mailSettings }) => (
        <>
          {mailSettings.hasMailServer ? null : (
            <p className="secondary">
              There is no mail server (<code>SMTP_URL</code>): mails are lines of the log.
            </p>
          )}
          <DataTable
            label="Recipients"
            columns={mayWrite ? [...columns, chooseColumn(choose)] : columns}
            rows={mailSettings.recipients}
            rowKey={(recipients) => recipients.kind}
          />
          <QueryBehind document={MailSettingsDocument} variables={{}} />
        </>
      )}
    </QueryView>
  );
}

const columns: readonly Column<Recipients>[] = [
  {
    key: 'kind',
    header: 'Alert',
    width: '200px',
    cell: (recipients) => kindWords(recipients.kind),
  },
  {
    key: 'addresses',
    header: 'Is told to',
    cell: ({ addresses, isDefault }) => (
      <>
        {addresses.length === 0 ? <span className="secondary">nobody</span> : addresses.join(', ')}
        {isDefault ? <span className="secondary small"> (ADMIN_EMAILS)</span> : null}
      </>
    ),
  },
  {
    key: 'by',
    header: 'Chosen',
    align: 'end',
    show: 'medium',
    width: '120px',
    cell: (recipients) => <TimeAgo at={recipients.updatedAt} none="–" />,
  },
];

function chooseColumn(choose: (kind: string) => void): Column<Recipients> {
  return {
    key: 'choose',
    header: <span className="secondary">Action</span>,
    align: 'end',
    width: '84px',
    cell: ({ kind }) => (
      <Button
        variant="subtle"
        size="compact-xs"
        aria-label={`Choose who is told of ${kindWords(kind)}`}
        onClick={() => choose(kind)}
      >
        Choose
      </Button>
    ),
  };
}
