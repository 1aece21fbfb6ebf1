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
import { ClockAt } from '../../lib/clock.tsx';
import { formatQuota } from '../../lib/quota-amounts.ts';
import { useMay } from '../../session/session-provider.tsx';
import { ApiKeysTable } from './api-keys-table.tsx';
import { DomainsTable } from './domains-table.tsx';
import { LeasesTable } from './leases-table.tsx';
import { OpenTenantDialog } from './open-tenant-dialog.tsx';
import { OverridesTable } from './overrides-table.tsx';
import { TenantBadge } from './tenant-badge.tsx';
import classes from './tenants.module.css';
import type { TenantDialog } from './urls.ts';

const route = getRouteApi('/tenants/$tenantId');

type Tenant = NonNullable<TenantQuery['tenant']>;

/** One tenant: plan, quotas with their use, overrides, leases, domains and keys. */
export function TenantPage() {
  const { tenantId } = route.useParams();
  const query = useQuery(TenantDocument, { variables: { tenantId } });
  return (
    <QueryView query={query}>
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
          <ClockAt asOf={data.tenant.asOf}>
            <TenantView tenant={data.tenant} data={data} />
            <QueryBehind document={TenantDocument} variables={{ tenantId }} />
          </ClockAt>
        )
      }
    </QueryView>
  );
}

function TenantView({ tenant, data }: { readonly tenant: Tenant; readonly data: TenantQuery }) {
  const { dialog, on } = route.useSearch();
  const navigate = route.useNavigate();
  const mayWrite = useMay('tenant:write') && tenant.status !== 'DELETED';
  const open = (next: TenantDialog | undefined, what?: string) =>
    void navigate({ search: { dialog: next, on: what } });
  return (
    <>
      <PageHeader
        trail={<Link to="/tenants">Tenants</Link>}
        title={tenant.name}
        sentence={<CopyText text={tenant.tenantId} what="tenant id" />}
        actions={mayWrite ? <Actions tenant={tenant} open={open} /> : null}
      />
      <div className={classes.stack}>
        <div className={classes.facts}>
          <Facts facts={factsOf(tenant)} />
        </div>
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
          <OverridesTable
            overrides={data.quotaOverrides}
            tenant={tenant}
            onEnd={mayWrite ? (overrideId) => open('end-override', overrideId) : undefined}
          />
        </Section>
        <Section title="Budget leases" aside="newest first, at most 20">
          <LeasesTable leases={data.tenantLeases} />
        </Section>
        <Section title="Domains">
          <DomainsTable domains={data.domains} />
        </Section>
        <Section title="API keys" aside="newest first">
          <ApiKeysTable
            keys={data.tenantApiKeys}
            onRotate={mayWrite ? (apiKeyId) => open('rotate', apiKeyId) : undefined}
          />
        </Section>
      </div>
      {mayWrite && dialog ? (
        <OpenTenantDialog
          dialog={dialog}
          on={on}
          tenant={tenant}
          keys={data.tenantApiKeys}
          onClose={() => open(undefined)}
        />
      ) : null}
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
  readonly open: (dialog: TenantDialog) => void;
}) {
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
