import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Money } from '../../components/money.tsx';
import { PlansReferenceDocument } from '../../generated/plans/graphql.ts';
import classes from './plans.module.css';

const route = getRouteApi('/plans');

/** How prices count, and what one token is worth; with what an operator may do about both. */
export function ReferenceNote({
  mayWrite,
  children,
}: {
  readonly mayWrite: boolean;
  readonly children: ReactNode;
}) {
  const navigate = route.useNavigate();
  const { data } = useQuery(PlansReferenceDocument);
  const reference = data?.economicsReference;
  return (
    <div className={classes.note}>
      <p>
        Dollars for a million. A turn keeps the prices of its admission; a model without a price
        takes the highest of its provider, and an alert says so once a day.
        {reference ? (
          <>
            {' '}
            One token is one output token of <code>{reference.model}</code>:{' '}
            <Money amount={reference.pricePerMillionTokensUsd} /> a million.
          </>
        ) : null}
      </p>
      {children}
      {mayWrite ? (
        <span className={classes.buttons}>
          <Button
            variant="default"
            onClick={() => void navigate({ search: { tab: 'prices', dialog: 'reference' } })}
          >
            Change the reference price
          </Button>
          <Button
            variant="default"
            onClick={() => void navigate({ search: { tab: 'prices', dialog: 'new-price' } })}
          >
            Price a model
          </Button>
        </span>
      ) : null}
    </div>
  );
}
