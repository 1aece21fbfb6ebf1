import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { type Choice, FilterBar, FilterChips } from '../../components/filter-chips.tsx';
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
  const [text, setText] = useState(search.q ?? '');
  useEffect(() => setText(search.q ?? ''), [search.q]);
  const find = useDebouncedCallback((q: string) => {
    void navigate({
      search: (old) => ({ ...old, q: q.trim() === '' ? undefined : q.trim(), after: undefined }),
      replace: true,
    });
  }, 200);
  return (
    <FilterBar>
      <TextInput
        aria-label="Search by user id"
        placeholder="Part of a user id"
        w={260}
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
