import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { type Choice, FilterBar, FilterChips } from '../../components/filter-chips.tsx';
import type { eventStates } from './urls.ts';

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

export type EventFilter = {
  readonly state?: (typeof eventStates)[number] | undefined;
  readonly kind?: string | undefined;
  readonly user?: string | undefined;
};

type EventFiltersProps = {
  /** What the link says. */
  readonly filter: EventFilter;
  /** What changes of it; typed text replaces the link instead of adding one for each letter. */
  readonly onFilter: (changed: EventFilter, isTyped: boolean) => void;
};

/** State, kind and user of events. */
export function EventFilters({ filter, onFilter }: EventFiltersProps) {
  const set = useDebouncedCallback((name: 'kind' | 'user', text: string) => {
    onFilter({ [name]: text === '' ? undefined : text }, true);
  }, 300);
  return (
    <FilterBar>
      {fields.map(({ name, label, placeholder }) => (
        <TextInput
          key={name}
          aria-label={label}
          placeholder={placeholder}
          w={200}
          defaultValue={filter[name] ?? ''}
          onChange={(event) => set(name, event.currentTarget.value.trim())}
        />
      ))}
      <FilterChips
        label="State"
        choices={states}
        value={filter.state}
        onChange={(state) => onFilter({ state }, false)}
      />
    </FilterBar>
  );
}
