import { Button } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { Facts } from '../../components/facts.tsx';
import { Money } from '../../components/money.tsx';
import { Section } from '../../components/section.tsx';
import type { PricesQuery } from '../../generated/plans/graphql.ts';
import { useMay } from '../../session/session-provider.tsx';

const route = getRouteApi('/plans');

/** Bundles whose turns hold at least so much. */
export function BundleFloors({ floors }: { readonly floors: PricesQuery['bundleFloors'] }) {
  const navigate = route.useNavigate();
  const mayWrite = useMay('plan:write');
  const open = (bundleId: string) =>
    void navigate({ search: { tab: 'prices', dialog: 'floor', floorBundle: bundleId } });
  return (
    <Section
      title="Hold floors of bundles"
      aside={
        mayWrite ? (
          <Button variant="default" size="compact-sm" onClick={() => open('new')}>
            Set a floor
          </Button>
        ) : null
      }
    >
      {floors.length === 0 ? (
        <p className="secondary">No bundle has a floor of its own: the plan’s counts.</p>
      ) : (
        <Facts
          facts={floors.map(({ bundleId, floorUsd }) => ({
            term: bundleId ?? '',
            value: floorUsd === null ? 'none' : <Money amount={floorUsd} exact />,
          }))}
        />
      )}
    </Section>
  );
}
