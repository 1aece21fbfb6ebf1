import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Money } from '../../components/money.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import type { PaymentFieldsFragment } from '../../generated/stripe/graphql.ts';
import { StripeId } from './stripe-id.tsx';

type Row = PaymentFieldsFragment;

type PaymentsTableProps = {
  readonly payments: readonly Row[];
  readonly stale?: boolean;
  /** Whose they are, where they are not all one user's. */
  readonly showsUser?: boolean;
  readonly action: (payment: Row) => ReactNode;
};

const purposes: Readonly<Record<string, string>> = {
  wallet_topup: 'credits',
  quota_package: 'package',
  invoice: 'invoice',
};

/** Payments that were booked, what they bought, and what was paid back of them. */
export function PaymentsTable({
  payments,
  stale = false,
  showsUser = false,
  action,
}: PaymentsTableProps) {
  return (
    <DataTable
      label="Payments"
      columns={[
        paymentColumn,
        ...(showsUser ? [userColumn] : []),
        ...columns,
        { key: 'action', header: '', align: 'end', width: '128px', cell: action },
      ]}
      rows={payments}
      rowKey={({ id }) => id}
      stale={stale}
    />
  );
}

const paymentColumn: Column<Row> = {
  key: 'payment',
  header: 'Payment',
  cell: ({ paymentId }) => <StripeId id={paymentId} />,
};

const userColumn: Column<Row> = {
  key: 'user',
  header: 'User',
  show: 'medium',
  width: '150px',
  cell: ({ userId }) => (
    <Link to="/users/$userId" params={{ userId }} search={{ tab: 'wallet' }}>
      {userId}
    </Link>
  ),
};

const columns: readonly Column<Row>[] = [
  {
    key: 'for',
    header: 'For',
    show: 'medium',
    width: '132px',
    cell: ({ purpose, packageId }) =>
      packageId === null ? (purposes[purpose] ?? purpose) : `package ${packageId}`,
  },
  {
    key: 'amount',
    header: 'Paid',
    align: 'end',
    width: '92px',
    cell: ({ amountUsd }) => <Money amount={amountUsd} />,
  },
  {
    key: 'refunded',
    header: 'Paid back',
    align: 'end',
    show: 'medium',
    width: '92px',
    cell: ({ refundedUsd }) => <Money amount={refundedUsd} />,
  },
  {
    key: 'paid',
    header: 'When',
    align: 'end',
    show: 'medium',
    width: '104px',
    cell: ({ paidAt }) => <TimeAgo at={paidAt} />,
  },
];
