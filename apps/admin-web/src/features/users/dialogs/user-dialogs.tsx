import { getRouteApi } from '@tanstack/react-router';
import type { UserHeaderQuery } from '../../../generated/users/graphql.ts';
import { CheckoutDialog } from '../../stripe/checkout-dialog.tsx';
import { PortalDialog } from '../../stripe/portal-dialog.tsx';
import { RefundDialog } from '../../stripe/refund-dialog.tsx';
import { AddCreditsDialog } from './add-credits-dialog.tsx';
import { GrantTrialDialog } from './grant-trial-dialog.tsx';
import { OverrideDialog } from './override-dialog.tsx';
import {
  ResetWindowsDialog,
  ResumeDialog,
  RevokeGrantDialog,
  SuspendDialog,
} from './plain-dialogs.tsx';
import { RoleDialog } from './role-dialog.tsx';
import { TopUpDialog } from './top-up-dialog.tsx';

const route = getRouteApi('/users/$userId');

type UserDialogsProps = {
  readonly userId: string;
  readonly userRole: NonNullable<UserHeaderQuery['user']>['role'];
};

/** The dialog the link names, if it names one. */
export function UserDialogs({ userId, userRole }: UserDialogsProps) {
  const { dialog, revoke, payment } = route.useSearch();
  const navigate = route.useNavigate();
  const onClose = () =>
    void navigate({
      search: (old) => ({ ...old, dialog: undefined, revoke: undefined, payment: undefined }),
    });
  if (revoke) return <RevokeGrantDialog userId={userId} grantId={revoke} onClose={onClose} />;
  const props = { userId, onClose };
  switch (dialog) {
    case 'grant-trial':
      return <GrantTrialDialog {...props} />;
    case 'top-up':
      return <TopUpDialog {...props} />;
    case 'override':
      return <OverrideDialog {...props} />;
    case 'add-credits':
      return <AddCreditsDialog {...props} />;
    case 'refund':
      return <RefundDialog {...props} paymentId={payment} />;
    case 'checkout-link':
      return <CheckoutDialog {...props} />;
    case 'portal-link':
      return <PortalDialog {...props} />;
    case 'reset-windows':
      return <ResetWindowsDialog {...props} />;
    case 'suspend':
      return <SuspendDialog {...props} />;
    case 'resume':
      return <ResumeDialog {...props} />;
    case 'role':
      return <RoleDialog {...props} userRole={userRole} />;
    case undefined:
      return null;
  }
}
