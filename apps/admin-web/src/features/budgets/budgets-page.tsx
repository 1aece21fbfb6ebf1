import { Button } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { PageHeader } from '../../components/page-header.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { useMay } from '../../session/session-provider.tsx';
import { AbsorptionTab } from './absorption-tab.tsx';
import { OverdraftDialog } from './overdraft-dialog.tsx';
import { ProjectTab } from './project-tab.tsx';
import { ProvidersTab } from './providers-tab.tsx';
import { TopUpDialog } from './top-up-dialog.tsx';

const route = getRouteApi('/budgets');

const tabs = [
  { value: 'project', label: 'Project budget' },
  { value: 'providers', label: 'Provider budgets' },
  { value: 'absorption', label: 'Absorbed' },
] as const;

/** The operator's own money: what is left, where it went, what each provider may still cost. */
export function BudgetsPage() {
  const { tab = 'project', dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const mayWrite = useMay('budget:write');
  const open = (next: 'top-up' | 'overdraft' | undefined) =>
    void navigate({ search: (old) => ({ ...old, dialog: next }) });
  return (
    <>
      <PageHeader
        title="Budgets"
        sentence="The project’s own money: what is left, where it went, and what each provider may still cost."
        actions={
          mayWrite ? (
            <>
              <Button variant="default" onClick={() => open('overdraft')}>
                Set overdraft
              </Button>
              <Button onClick={() => open('top-up')}>Top up</Button>
            </>
          ) : (
            <span className="secondary small">Changing budgets needs budget:write.</span>
          )
        }
      />
      <Tabs
        label="Budgets"
        tabs={tabs}
        value={tab}
        onChange={(next) => void navigate({ search: { tab: next } })}
      >
        {tab === 'project' ? (
          <ProjectTab />
        ) : tab === 'providers' ? (
          <ProvidersTab />
        ) : (
          <AbsorptionTab />
        )}
      </Tabs>
      {dialog === 'top-up' ? <TopUpDialog onClose={() => open(undefined)} /> : null}
      {dialog === 'overdraft' ? <OverdraftDialog onClose={() => open(undefined)} /> : null}
    </>
  );
}
