import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { type Choice, FilterBar, FilterChips } from '../../components/filter-chips.tsx';
import type { subscriptionStatuses } from './urls.ts';

const route = getRouteApi('/subscriptions');

const statuses: readonly Choice<(typeof subscriptionStatuses)[number]>[] = [
  { value: 'active', label: 'Active' },
  { value: 'past_due', label: 'Past due' },
  { value: 'suspended', label: 'Suspended' },
  { value: 'incomplete', label: 'Incomplete' },
  { value: 'canceled', label: 'Canceled' },
];

const providers: readonly Choice<'internal' | 'stripe'>[] = [
  { value: 'internal', label: 'Internal' },
  { value: 'stripe', label: 'Stripe' },
];

/** User, state and provider; all live in the link, and a new filter starts on the first page. */
export function SubscriptionFilters() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [text, setText] = useState(search.q ?? '');
  useEffect(() => setText(search.q ?? ''), [search.q]);
  const set = (change: Partial<typeof search>) =>
    void navigate({ search: (old) => ({ ...old, ...change, after: undefined }) });
  const find = useDebouncedCallback((q: string) => {
    set({ q: q.trim() === '' ? undefined : q.trim() });
  }, 250);
  return (
    <FilterBar>
      <TextInput
        aria-label="Find by user id"
        placeholder="A user id"
        w={220}
        leftSection={<IconSearch size={15} stroke={1.75} />}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          find(event.currentTarget.value);
        }}
      />
      <FilterChips
        label="State"
        choices={statuses}
        value={search.status}
        onChange={(status) => set({ status })}
      />
      <FilterChips
        label="Provider"
        choices={providers}
        value={search.provider}
        onChange={(provider) => set({ provider })}
      />
      {search.plan ? (
        <FilterChips
          label="Plan"
          choices={[{ value: search.plan, label: search.plan }]}
          value={search.plan}
          onChange={() => set({ plan: undefined })}
        />
      ) : null}
    </FilterBar>
  );
}
