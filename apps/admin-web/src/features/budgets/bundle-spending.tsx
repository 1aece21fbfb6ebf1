import { Link } from '@tanstack/react-router';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Money } from '../../components/money.tsx';
import { Section } from '../../components/section.tsx';
import type { ProjectBudgetQuery } from '../../generated/budgets/graphql.ts';

type Bundle = ProjectBudgetQuery['projectBudget']['byBundle'][number];

const columns: readonly Column<Bundle>[] = [
  {
    key: 'bundle',
    header: 'Bundle',
    cell: (bundle) =>
      bundle.bundleId === '*' ? (
        <span className="secondary">no bundle named</span>
      ) : (
        <code>{bundle.bundleId}</code>
      ),
  },
  {
    key: 'hour',
    header: 'This hour',
    align: 'end',
    cell: (bundle) => <Money amount={bundle.spending.hourUsd} />,
  },
  {
    key: 'day',
    header: 'Today',
    align: 'end',
    cell: (bundle) => <Money amount={bundle.spending.dayUsd} />,
  },
  {
    key: 'month',
    header: 'This month',
    align: 'end',
    cell: (bundle) => <Money amount={bundle.spending.monthUsd} />,
  },
];

/** Which bundle the project's money went into. */
export function BundleSpending({ bundles }: { readonly bundles: readonly Bundle[] }) {
  if (bundles.length === 0) return null;
  return (
    <Section
      title="By bundle"
      aside={
        <Link to="/turns" search={{ state: 'settled' }}>
          show me the turns
        </Link>
      }
    >
      <DataTable
        label="Spending by bundle"
        columns={columns}
        rows={bundles}
        rowKey={(bundle) => bundle.bundleId}
      />
    </Section>
  );
}
