import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { denialReasons } from '@purser/domain/turn/denial';
import { IconSearch } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { FilterBar, FilterChips } from '../../components/filter-chips.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { denialHeadline } from '../../lib/denials.ts';
import { DenialsList } from './denials-list.tsx';
import { TurnsList } from './turns-list.tsx';
import { turnStates } from './urls.ts';

const route = getRouteApi('/turns');

const tabs = [
  { value: 'turns', label: 'Admitted' },
  { value: 'denials', label: 'Denied' },
] as const;

/** What was asked for: turns with what they cost, denials with their reasons. */
export function TurnsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const tab = search.tab ?? 'turns';
  const find = useDebouncedCallback(
    (user: string) =>
      void navigate({
        search: (old) => ({ ...old, user: user === '' ? undefined : user, after: undefined }),
        replace: true,
      }),
    300,
  );
  return (
    <>
      <PageHeader
        title="Turns"
        sentence="Every unit of work that asked to run, newest first. A turn opens as one line from decision to settlement."
      />
      <Tabs
        label="Turns"
        tabs={tabs}
        value={tab}
        onChange={(next) => void navigate({ search: { tab: next, user: search.user } })}
      >
        <FilterBar>
          <TextInput
            aria-label="User id"
            placeholder="Exact user id"
            w={240}
            leftSection={<IconSearch size={15} stroke={1.75} />}
            defaultValue={search.user ?? ''}
            onChange={(event) => find(event.currentTarget.value.trim())}
          />
          {tab === 'turns' ? (
            <FilterChips
              label="State"
              choices={turnStates.map((state) => ({
                value: state,
                label: state === 'admitted' ? 'running' : state,
              }))}
              value={search.state}
              onChange={(state) =>
                void navigate({ search: (old) => ({ ...old, state, after: undefined }) })
              }
            />
          ) : (
            <FilterChips
              label="Reason"
              choices={denialReasons.map((reason) => ({
                value: reason,
                label: denialHeadline(reason),
              }))}
              value={search.reason}
              onChange={(reason) =>
                void navigate({ search: (old) => ({ ...old, reason, after: undefined }) })
              }
            />
          )}
        </FilterBar>
        {tab === 'turns' ? <TurnsList /> : <DenialsList />}
      </Tabs>
    </>
  );
}
