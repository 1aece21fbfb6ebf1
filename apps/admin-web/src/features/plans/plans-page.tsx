import { Button } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { PageHeader } from '../../components/page-header.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { useMay } from '../../session/session-provider.tsx';
import { PlansDialogs } from './plans-dialogs.tsx';
import { PlansTab } from './plans-tab.tsx';
import { PricesTab } from './prices-tab.tsx';
import { ProvidersTab } from './providers-tab.tsx';
import { QuotaTab } from './quota-tab.tsx';

const route = getRouteApi('/plans');

const tabs = [
  { value: 'plans', label: 'Plans' },
  { value: 'quota', label: 'Quota policies' },
  { value: 'providers', label: 'Provider budgets' },
  { value: 'prices', label: 'Prices' },
] as const;

/** The rules everybody plays by: plans, their limits per bundle, what each provider may cost, and what models do. */
export function PlansPage() {
  const { tab = 'plans' } = route.useSearch();
  const navigate = route.useNavigate();
  const mayWrite = useMay('plan:write');
  return (
    <>
      <PageHeader
        title="Plans & policies"
        sentence="The rules everybody plays by. A change is in force everywhere within a second, and its old version is kept."
        actions={
          mayWrite ? (
            <Button onClick={() => void navigate({ search: { tab: 'plans', plan: 'new' } })}>
              Make a plan
            </Button>
          ) : null
        }
      />
      <Tabs
        label="Rules"
        tabs={tabs}
        value={tab}
        onChange={(next) => void navigate({ search: { tab: next } })}
      >
        <OpenTab tab={tab} />
      </Tabs>
      <PlansDialogs />
    </>
  );
}

function OpenTab({ tab }: { readonly tab: (typeof tabs)[number]['value'] }) {
  switch (tab) {
    case 'plans':
      return <PlansTab />;
    case 'quota':
      return <QuotaTab />;
    case 'providers':
      return <ProvidersTab />;
    case 'prices':
      return <PricesTab />;
  }
}
