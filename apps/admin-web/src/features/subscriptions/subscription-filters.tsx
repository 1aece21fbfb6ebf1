import { getRouteApi } from '@tanstack/react-router';
import { type Choice, FilterBar, FilterChips } from '../../components/filter-chips.tsx';
import { SearchField } from '../../components/search-field.tsx';
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
  const set = (change: Partial<typeof search>) =>
    void navigate({ search: (old) => ({ ...old, ...change, after: undefined }) });
  return (
    <FilterBar>
      <SearchField
        label="Find by user id"
        placeholder="A user id"
        value={search.q}
        onSearch={(q) => set({ q })}
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
