import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { getRouteApi } from '@tanstack/react-router';
import { type Choice, FilterBar, FilterChips } from '../../components/filter-chips.tsx';
import type { eventStates } from './urls.ts';

const route = getRouteApi('/events');

const states: readonly Choice<(typeof eventStates)[number]>[] = [
  { value: 'failed', label: 'Failed' },
  { value: 'received', label: 'Waiting' },
  { value: 'pending', label: 'At Stripe' },
  { value: 'applied', label: 'Applied' },
  { value: 'ignored', label: 'Ignored' },
];

const fields = [
  { name: 'kind', label: 'Kind', placeholder: 'A kind of event' },
  { name: 'user', label: 'User', placeholder: 'A user id' },
] as const;

/** State, kind and user; all live in the link, and a new filter starts on the first page. */
export function EventFilters() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const set = useDebouncedCallback((name: 'kind' | 'user', text: string) => {
    void navigate({
      search: (old) => ({ ...old, [name]: text === '' ? undefined : text, after: undefined }),
      replace: true,
    });
  }, 300);
  return (
    <FilterBar>
      {fields.map(({ name, label, placeholder }) => (
        <TextInput
          key={name}
          aria-label={label}
          placeholder={placeholder}
          w={200}
          defaultValue={search[name] ?? ''}
          onChange={(event) => set(name, event.currentTarget.value.trim())}
        />
      ))}
      <FilterChips
        label="State"
        choices={states}
        value={search.state}
        onChange={(state) =>
          void navigate({ search: (old) => ({ ...old, state, after: undefined }) })
        }
      />
    </FilterBar>
  );
}
