import { useQuery } from '@apollo/client/react';
import { getRouteApi } from '@tanstack/react-router';
import {
  PlansDocument,
  PlansReferenceDocument,
  PricesDocument,
  ProviderPoliciesDocument,
  QuotaPoliciesDocument,
} from '../../generated/plans/graphql.ts';
import { FloorDialog } from './floor-dialog.tsx';
import { PlanDialog } from './plan-dialog.tsx';
import { PriceDialog } from './price-dialog.tsx';
import { ProviderDialog } from './provider-dialog.tsx';
import { QuotaDialog } from './quota-dialog.tsx';
import { ReferenceDialog } from './reference-dialog.tsx';
import { PlanVersions, PriceVersions } from './versions-panels.tsx';

const route = getRouteApi('/plans');

/** The dialog the link names; it opens once what it edits is known. */
export function PlansDialogs() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const onClose = () => void navigate({ search: { tab: search.tab } });
  if (search.dialog) return <OpenPriceDialog onClose={onClose} />;
  if (search.planVersions) return <PlanVersions planId={search.planVersions} onClose={onClose} />;
  if (search.plan) return <OpenPlan planId={search.plan} onClose={onClose} />;
  if (search.quotaPlan)
    return (
      <OpenQuota planId={search.quotaPlan} bundleId={search.quotaBundle ?? '*'} onClose={onClose} />
    );
  if (search.provider)
    return (
      <OpenProvider
        provider={search.provider}
        bundleId={search.providerBundle ?? '*'}
        onClose={onClose}
      />
    );
  return null;
}

type Close = { readonly onClose: () => void };

function OpenPlan({ planId, onClose }: Close & { readonly planId: string }) {
  const { data } = useQuery(PlansDocument);
  if (planId === 'new') return <PlanDialog plan={null} onClose={onClose} />;
  const plan = data?.plans.edges.find((edge) => edge.node.planId === planId)?.node;
  return plan ? <PlanDialog plan={plan} onClose={onClose} /> : null;
}

function OpenQuota({
  planId,
  bundleId,
  onClose,
}: Close & { readonly planId: string; readonly bundleId: string }) {
  const { data } = useQuery(QuotaPoliciesDocument);
  if (planId === 'new') return <QuotaDialog policy={null} onClose={onClose} />;
  const policy = data?.quotaPolicies.edges.find(
    (edge) => edge.node.planId === planId && edge.node.bundleId === bundleId,
  )?.node;
  return policy ? <QuotaDialog policy={policy} onClose={onClose} /> : null;
}

function OpenProvider({
  provider,
  bundleId,
  onClose,
}: Close & { readonly provider: string; readonly bundleId: string }) {
  const { data } = useQuery(ProviderPoliciesDocument);
  if (data === undefined) return null;
  const policy = data.budgetPolicies.edges.find(
    (edge) => edge.node.provider === provider && edge.node.bundleId === bundleId,
  )?.node;
  const start = { provider: provider === 'new' ? '' : provider, bundleId };
  return <ProviderDialog policy={policy ?? null} start={start} onClose={onClose} />;
}

/** What is open over the price table. */
function OpenPriceDialog({ onClose }: Close) {
  const { dialog, price = '', priceModel = '', floorBundle = 'new' } = route.useSearch();
  switch (dialog) {
    case 'new-price':
      return <PriceDialog price={null} onClose={onClose} />;
    case 'change':
      return <OpenPrice provider={price} model={priceModel} onClose={onClose} />;
    case 'versions':
      return <PriceVersions provider={price} model={priceModel} onClose={onClose} />;
    case 'reference':
      return <OpenReference onClose={onClose} />;
    case 'floor':
      return (
        <FloorDialog bundleId={floorBundle === 'new' ? null : floorBundle} onClose={onClose} />
      );
    default:
      return null;
  }
}

function OpenPrice({
  provider,
  model,
  onClose,
}: Close & { readonly provider: string; readonly model: string }) {
  const { data } = useQuery(PricesDocument);
  const price = data?.prices.edges.find(
    ({ node }) => node.provider === provider && node.model === model && node.inForce,
  )?.node;
  return price ? <PriceDialog price={price} onClose={onClose} /> : null;
}

function OpenReference({ onClose }: Close) {
  const { data } = useQuery(PlansReferenceDocument);
  return data ? <ReferenceDialog reference={data.economicsReference} onClose={onClose} /> : null;
}
