import { useState } from 'react';
import { ConfirmMoneyDialog } from '../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import { ChangeTenantPlanDocument } from '../../generated/tenants/graphql.ts';
import { useCommand } from '../../lib/command.ts';
import { TenantPlanSelect } from './tenant-plan-select.tsx';

type Props = {
  readonly tenantId: string;
  readonly name: string;
  readonly planId: string | null;
  readonly onClose: () => void;
};

/** Gives a tenant any plan, larger or smaller, at once. */
export function ChangeTenantPlanDialog({ tenantId, name, planId, onClose }: Props) {
  const send = useCommand(ChangeTenantPlanDocument);
  // What the dialog began with: the page behind it changes as soon as it is done.
  const [before] = useState(planId);
  const [chosen, setChosen] = useState('');
  return (
    <ConfirmMoneyDialog
      title="Change the plan of a tenant"
      who={name}
      confirm={chosen === '' ? 'Change the plan' : `Change the plan to ${chosen}`}
      input={chosen === '' ? null : { tenantId, planId: chosen }}
      send={send}
      onClose={onClose}
    >
      <TenantPlanSelect value={chosen} onChange={setChosen} except={before} />
    </ConfirmMoneyDialog>
  );
}
