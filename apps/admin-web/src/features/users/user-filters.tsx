import { getRouteApi } from '@tanstack/react-router';
import { type Choice, FilterBar, FilterChips } from '../../components/filter-chips.tsx';
import { UserIdSearch } from '../../components/user-id-search.tsx';
import type { userStatuses } from './urls.ts';

const route = getRouteApi('/users');

type Status = (typeof userStatuses)[number];

const statuses: readonly Choice<Status>[] = [
  { value: 'active', label: 'Active today' },
  { value: 'near_limit', label: 'Near a limit' },
  { value: 'over_limit', label: 'At a limit' },
  { value: 'denied', label: 'Denied today' },
  { value: 'suspended', label: 'Suspended' },
];

/** Search and state; both live in the link, and a new filter starts on the first page. */
export function UserFilters() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <FilterBar>
      <UserIdSearch
        value={search.q}
        onSearch={(q) =>
          void navigate({ search: (old) => ({ ...old, q, after: undefined }), replace: true })
        }
      />
      <FilterChips
        label="State"
        choices={statuses}
        value={search.status}
        onChange={(status) =>
          void navigate({ search: (old) => ({ ...old, status, after: undefined }) })
        }
      />
      {search.plan ? (
        <FilterChips
          label="Plan"
          choices={[{ value: search.plan, label: search.plan }]}
          value={search.plan}
          onChange={() =>
            void navigate({ search: (old) => ({ ...old, plan: undefined, after: undefined }) })
          }
        />
      ) : null}
    </FilterBar>
  );
}
