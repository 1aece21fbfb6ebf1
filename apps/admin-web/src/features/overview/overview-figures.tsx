import { formatCount } from '@purser/domain/money/format-usd';
import { Link } from '@tanstack/react-router';
import { Figure, FigureRow } from '../../components/figure.tsx';
import { Money } from '../../components/money.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import type { OverviewQuery } from '../../generated/overview/graphql.ts';
import classes from './overview-page.module.css';

/** The instrument panel: each figure leads to the list behind it. */
export function OverviewFigures({ overview }: { readonly overview: OverviewQuery['overview'] }) {
  const { projectBudget: budget, revenue30d: revenue } = overview;
  const ending = overview.expiringGrants7d + overview.expiringLots7d;
  return (
    <FigureRow label="Today">
      <Figure
        label={<Link to="/budgets">Project budget left</Link>}
        value={<Money amount={budget.availableUsd} warnBelowZero />}
        note={
          <>
            <Money amount={budget.heldUsd} /> held
          </>
        }
      />
      <Figure
        label={<Link to="/budgets">Spent today</Link>}
        value={<Money amount={budget.spending.dayUsd} />}
        note={
          <>
            <Money amount={budget.spending.monthUsd} /> this month
          </>
        }
      />
      <Figure
        label={
          <Link to="/" search={(old) => ({ ...old, show: 'revenue' })}>
            Revenue, 30 days
          </Link>
        }
        value={<Money amount={revenue.totalUsd} />}
        note={`${formatCount(revenue.purchases)} purchases`}
      />
      <Figure
        label={<Link to="/subscriptions">Subscriptions</Link>}
        value={formatCount(overview.subscriptions.active)}
        unit="active"
        note={`${formatCount(overview.subscriptions.pastDue)} past due`}
      />
      <Figure
        label={
          <Link to="/turns" search={{ tab: 'denials' }}>
            Denied today
          </Link>
        }
        value={formatCount(overview.deniedToday)}
        note={`of ${formatCount(overview.turnsToday + overview.deniedToday)} asked`}
      />
      <Figure
        label={
          <Link to="/turns" search={{ state: 'admitted' }}>
            Live turns
          </Link>
        }
        value={formatCount(overview.liveTurns)}
        note={`${formatCount(overview.activeUsersToday)} users active today`}
      />
      <Figure
        label={
          <Link to="/" search={(old) => ({ ...old, show: 'ending' })}>
            Ending in 7 days
          </Link>
        }
        value={formatCount(ending)}
        note={`${formatCount(overview.expiringGrants7d)} grants, ${formatCount(overview.expiringLots7d)} credits`}
      />
      <Checks overview={overview} />
    </FigureRow>
  );
}

/** What the last checks of the ledger and of the audit log found; the older of both says how fresh it is. */
function Checks({
  overview: { ledger, auditChain },
}: {
  readonly overview: OverviewQuery['overview'];
}) {
  const [oldest = null] = [ledger.checkedAt, auditChain.checkedAt]
    .filter((at) => at !== null)
    .toSorted();
  return (
    <Figure
      label="Ledger and audit"
      value={
        <span className={classes.checks}>
          <Link to="/ledger">
            <LedgerWord balanced={ledger.balanced} />
          </Link>
          <Link to="/audit">
            <AuditWord whole={auditChain.whole} />
          </Link>
        </span>
      }
      note={
        <>
          checked <TimeAgo at={oldest} none="not yet" />
        </>
      }
    />
  );
}

function AuditWord({ whole }: { readonly whole: boolean | null }) {
  if (whole === null) return <StatusBadge tone="neutral">audit not checked</StatusBadge>;
  return whole ? (
    <StatusBadge tone="ok">audit whole</StatusBadge>
  ) : (
    <StatusBadge tone="broken">audit broken</StatusBadge>
  );
}

function LedgerWord({ balanced }: { readonly balanced: boolean | null }) {
  if (balanced === null) return <StatusBadge tone="neutral">ledger not checked</StatusBadge>;
  return balanced ? (
    <StatusBadge tone="ok">balanced</StatusBadge>
  ) : (
    <StatusBadge tone="broken">out of balance</StatusBadge>
  );
}
