import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { CopyText } from '../../components/copy-text.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Facts } from '../../components/facts.tsx';
import { LimitBar } from '../../components/limit-bar.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Section } from '../../components/section.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { TenantDocument, type TenantQuery } from '../../generated/tenants/graphql.ts';
import { formatQuota } from '../../lib/quota-amounts.ts';
import { useMay } from '../../session/session-provider.tsx';
import { ChangeTenantPlanDialog } from './change-tenant-plan-dialog.tsx';
import { LeasesTable } from './leases-table.tsx';
import { TenantBadge } from './tenant-badge.tsx';
import { OverrideQuotaDialog, ResumeTenantDialog, SuspendTenantDialog } from './tenant-dialogs.tsx';
import { ApiKeysTable, DomainsTable, OverridesTable } from './tenant-tables.tsx';
import classes from './tenants.module.css';
import type { tenantDialogs } from './urls.ts';

const route = getRouteApi('/tenants/$tenantId');

type Tenant = NonNullable<TenantQuery['tenant']>;
type Dialog = (typeof tenantDialogs)[number];

/** One tenant: plan, quotas with their use, overrides, leases, domains and keys. */
export function TenantPage() {
  const { tenantId } = route.useParams();
  const query = useQuery(TenantDocument, { variables: { tenantId } });
  return (
    <QueryView query={{ ...query, data: query.data ?? query.previousData }}>
      {(data) =>
        data.tenant === null ? (
          <>
            <PageHeader title="No such tenant" />
            <EmptyState
              title="There is no tenant with this id"
              action={<Link to="/tenants">All tenants</Link>}
            />
          </>
        ) : (
          <>
            <TenantView tenant={data.tenant} data={data} />
            <QueryBehind document={TenantDocument} variables={{ tenantId }} />
          </>
        )
      }
    </QueryView>
  );
}

function TenantView({ tenant, data }: { readonly tenant: Tenant; readonly data: TenantQuery }) {
  const { dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const open = (next: Dialog | undefined) => void navigate({ search: { dialog: next } });
  return (
    <>
      <PageHeader
        trail={<Link to="/tenants">Tenants</Link>}
        title={tenant.name}
        sentence={<CopyText text={tenant.tenantId} what="tenant id" />}
        actions={<Actions tenant={tenant} open={open} />}
      />
      <div className={classes.stack}>
        <Facts facts={factsOf(tenant)} />
        <Section title="Quotas" aside="of the current period">
          {tenant.quotas.map((quota) => (
            <LimitBar
              key={quota.dimension}
              label={quota.dimension.toLowerCase()}
              name={quota.dimension.toLowerCase()}
              allowed={quota.limit === null ? null : BigInt(quota.limit)}
              used={BigInt(quota.used)}
              held={BigInt(quota.inFlight)}
              format={(amount) => formatQuota(quota.unit, amount)}
            />
          ))}
        </Section>
        <Section title="Overrides" aside="newest first">
          <OverridesTable overrides={data.quotaOverrides} quotas={tenant.quotas} />
        </Section>
        <Section title="Budget leases" aside="newest first, at most 20">
          <LeasesTable leases={data.tenantLeases} />
        </Section>
        <Section title="Domains">
          <DomainsTable domains={data.domains} />
        </Section>
        <Section title="API keys" aside="newest first">
          <ApiKeysTable keys={data.tenantApiKeys} />
        </Section>
      </div>
      <OpenDialog dialog={dialog} tenant={tenant} onClose={() => open(undefined)} />
    </>
  );
}

function factsOf(tenant: Tenant) {
  const period = tenant.currentPeriod;
  return [
    { term: 'Status', value: <TenantBadge status={tenant.status} reason={tenant.statusReason} /> },
    ...(tenant.statusReason === null ? [] : [{ term: 'Why', value: tenant.statusReason }]),
    { term: 'Slug', value: <code>{tenant.slug}</code> },
    { term: 'Plan', value: tenant.planId ?? 'none' },
    { term: 'Made', value: <TimeAgo at={tenant.createdAt} /> },
    ...(period === null
      ? []
      : [
          { term: 'Period', value: <CopyText text={period.periodId} what="period id" /> },
          { term: 'Ends', value: <TimeAgo at={period.endsAt} /> },
        ]),
  ];
}

function Actions({
  tenant,
  open,
}: {
  readonly tenant: Tenant;
  readonly open: (dialog: Dialog) => void;
}) {
  const mayWrite = useMay('tenant:write');
  if (!mayWrite || tenant.status === 'DELETED') return null;
  return (
    <>
      {tenant.status === 'SUSPENDED' ? (
        <Button variant="default" onClick={() => open('resume')}>
          Resume
        </Button>
      ) : (
        <Button variant="default" onClick={() => open('suspend')}>
          Suspend
        </Button>
      )}
      <Button variant="default" onClick={() => open('plan')}>
        Change plan
      </Button>
      <Button onClick={() => open('override')}>Override a quota</Button>
    </>
  );
}

function OpenDialog({
  dialog,
  tenant: { tenantId, name, planId },
  onClose,
}: {
  readonly dialog: Dialog | undefined;
  readonly tenant: Tenant;
  readonly onClose: () => void;
}) {
  const props = { tenantId, name, onClose };
  switch (dialog) {
    case 'suspend':
      return <SuspendTenantDialog {...props} />;
    case 'resume':
      return <ResumeTenantDialog {...props} />;
    case 'override':
      return <OverrideQuotaDialog {...props} />;
    case 'plan':
      return <ChangeTenantPlanDialog {...props} planId={planId} />;
    default:
      return null;
  }
}
