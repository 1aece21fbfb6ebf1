import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { getRouteApi } from '@tanstack/react-router';
import { FilterBar } from '../../components/filter-chips.tsx';

const route = getRouteApi('/audit');

const fields = [
  { name: 'actor', label: 'Who', placeholder: 'Who: person:…, key:…' },
  { name: 'action', label: 'What', placeholder: 'What: an action' },
  { name: 'target', label: 'To what', placeholder: 'To what: an id' },
] as const;

/** Exact filters; each lives in the link. */
export function AuditFilters() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const set = useDebouncedCallback((name: 'actor' | 'action' | 'target', text: string) => {
    void navigate({
      search: (old) => ({ ...old, [name]: text === '' ? undefined : text, after: undefined }),
      replace: true,
    });
  }, 300);
  return (
    <FilterBar>
      {fields.map((field) => (
        <TextInput
          key={field.name}
          aria-label={field.label}
          placeholder={field.placeholder}
          w={210}
          defaultValue={search[field.name] ?? ''}
          onChange={(event) => set(field.name, event.currentTarget.value.trim())}
        />
      ))}
    </FilterBar>
  );
}
