import type { TenantQuery } from '../../generated/tenants/graphql.ts';
import { ChangeTenantPlanDialog } from './change-tenant-plan-dialog.tsx';
import { RotateKeyDialog } from './rotate-key-dialog.tsx';
import {
  EndOverrideDialog,
  OverrideQuotaDialog,
  ResumeTenantDialog,
  SuspendTenantDialog,
} from './tenant-dialogs.tsx';
import type { TenantDialog } from './urls.ts';

type OpenTenantDialogProps = {
  readonly dialog: TenantDialog;
  /** The override or key it acts on. */
  readonly on: string | undefined;
  readonly tenant: NonNullable<TenantQuery['tenant']>;
  readonly keys: TenantQuery['tenantApiKeys'];
  readonly onClose: () => void;
};

/** The dialog that the link names, on this tenant or on what is the tenant's. */
export function OpenTenantDialog({
  dialog,
  on,
  tenant: { tenantId, name, planId },
  keys,
  onClose,
}: OpenTenantDialogProps) {
  const props = { tenantId, name, onClose };
  switch (dialog) {
    case 'suspend':
      return <SuspendTenantDialog {...props} />;
    case 'resume':
      return <ResumeTenantDialog {...props} />;
    case 'override':
      return <OverrideQuotaDialog {...props} />;
    case 'end-override':
      return on === undefined ? null : <EndOverrideDialog {...props} overrideId={on} />;
    case 'plan':
      return <ChangeTenantPlanDialog {...props} planId={planId} />;
    case 'rotate': {
      const apiKey = keys.find((key) => key.apiKeyId === on);
      return apiKey === undefined ? null : <RotateKeyDialog {...props} apiKey={apiKey} />;
    }
  }
}
