import { useQuery } from '@apollo/client/react';
import { Button, Checkbox } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { type PriceRowFieldsFragment, PricesDocument } from '../../generated/plans/graphql.ts';
import { useNowMs } from '../../lib/clock.tsx';
import { useMay } from '../../session/session-provider.tsx';
import { BundleFloors } from './bundle-floors.tsx';
import { priceColumns } from './price-columns.tsx';
import { ReferenceNote } from './reference-note.tsx';

const route = getRouteApi('/plans');

export type Price = PriceRowFieldsFragment;

/** What models cost, now, before and later. */
export function PricesTab() {
  const query = useQuery(PricesDocument);
  const navigate = route.useNavigate();
  const mayWrite = useMay('price:write');
  const nowMs = useNowMs();
  const [all, setAll] = useState(false);
  const open = (dialog: 'change' | 'versions', { provider, model }: Price) =>
    void navigate({ search: { tab: 'prices', price: provider, priceModel: model, dialog } });
  return (
    <QueryView query={query}>
      {({ prices, bundleFloors }) => {
        const rows = prices.edges.map((edge) => edge.node);
        const shown = all ? rows : rows.filter((price) => isCurrent(price, nowMs));
        return (
          <>
            {rows.length === 0 ? (
              <EmptyState title="No price yet">
                Turns are billed at the reference price until models have prices.
              </EmptyState>
            ) : (
              <DataTable
                label="Price table, dollars for a million"
                columns={[...priceColumns(shown, nowMs), actionColumn(open, mayWrite)]}
                rows={shown}
                rowKey={(price) => `${price.provider}/${price.model}/${price.effectiveFrom}`}
                rowTone={(price) => (price.inForce ? undefined : 'muted')}
              />
            )}
            <ReferenceNote mayWrite={mayWrite}>
              <Checkbox
                label="Show past prices too"
                checked={all}
                onChange={(event) => setAll(event.currentTarget.checked)}
              />
            </ReferenceNote>
            <BundleFloors floors={bundleFloors} />
            <QueryBehind document={PricesDocument} />
          </>
        );
      }}
    </QueryView>
  );
}

function isCurrent(price: Price, nowMs: number): boolean {
  return price.inForce || Date.parse(price.effectiveFrom) > nowMs;
}

function actionColumn(
  open: (dialog: 'change' | 'versions', price: Price) => void,
  mayWrite: boolean,
): Column<Price> {
  return {
    key: 'actions',
    header: <span className="secondary">Action</span>,
    align: 'end',
    width: '150px',
    cell: (price) => (
      <>
        <Button variant="subtle" size="compact-xs" onClick={() => open('versions', price)}>
          Versions
        </Button>
        {mayWrite && price.inForce ? (
          <Button variant="subtle" size="compact-xs" onClick={() => open('change', price)}>
            Change
          </Button>
        ) : null}
      </>
    ),
  };
}
