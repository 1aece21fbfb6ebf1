import { Button } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { PageHeader } from '../../components/page-header.tsx';
import { useMay } from '../../session/session-provider.tsx';
import { ClockDialog } from './clock-dialog.tsx';
import { ClockSection } from './clock-section.tsx';
import { CreateKeyDialog } from './create-key-dialog.tsx';
import { ProjectFacts } from './project-facts.tsx';
import { RevokeKeyDialog } from './revoke-key-dialog.tsx';
import { ServiceKeys } from './service-keys.tsx';

const route = getRouteApi('/settings');

/** The project's settings, its clock, and the keys that apps use. */
export function SettingsPage() {
  const { dialog, revoke } = route.useSearch();
  const navigate = route.useNavigate();
  const mayRead = useMay('key:read');
  const mayManage = useMay('key:manage');
  const mayMove = useMay('clock:move');
  const onClose = () => void navigate({ search: {} });
  return (
    <>
      <PageHeader
        title="Settings"
        sentence="How this project decides, and the keys its apps use."
        actions={
          mayManage ? (
            <Button onClick={() => void navigate({ search: { dialog: 'create-key' } })}>
              Make a service key
            </Button>
          ) : null
        }
      />
      <ProjectFacts />
      <ClockSection
        mayMove={mayMove}
        onMove={() => void navigate({ search: { dialog: 'clock' } })}
      />
      {mayRead ? (
        <ServiceKeys
          mayManage={mayManage}
          onRevoke={(keyId) => void navigate({ search: { revoke: keyId } })}
        />
      ) : null}
      {dialog === 'create-key' && mayManage ? <CreateKeyDialog onClose={onClose} /> : null}
      {dialog === 'clock' && mayMove ? <ClockDialog onClose={onClose} /> : null}
      {revoke && mayManage ? <RevokeKeyDialog keyId={revoke} onClose={onClose} /> : null}
    </>
  );
}
