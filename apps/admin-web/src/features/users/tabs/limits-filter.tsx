import { useQuery } from '@apollo/client/react';
import { NativeSelect } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { FilterBar } from '../../../components/filter-chips.tsx';
import { SearchField } from '../../../components/search-field.tsx';
import { PlanChoicesDocument } from '../../../generated/users/graphql.ts';

const route = getRouteApi('/users/$userId');

/** Asks for the limits of one bundle beside the project's, and for those of another plan: it changes nothing. */
export function LimitsFilter() {
  const { bundle, asPlan } = route.useSearch();
  const navigate = route.useNavigate();
  const { data } = useQuery(PlanChoicesDocument);
  const plans = (data?.plans.edges ?? []).map(({ node }) => ({
    value: node.planId,
    label: `As if on ${node.name}`,
  }));
  return (
    <FilterBar>
      <SearchField
        label="Bundle id"
        placeholder="Bundle id, else the whole project"
        value={bundle}
        onSearch={(text) =>
          void navigate({ search: (old) => ({ ...old, bundle: text }), replace: true })
        }
      />
      <NativeSelect
        aria-label="Plan"
        data={[{ value: '', label: 'On the plan they have' }, ...plans]}
        value={asPlan ?? ''}
        onChange={(event) => {
          const planId = event.currentTarget.value;
          void navigate({ search: (old) => ({ ...old, asPlan: planId || undefined }) });
        }}
      />
    </FilterBar>
  );
}
