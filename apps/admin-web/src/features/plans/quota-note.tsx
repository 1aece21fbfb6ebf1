import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { Money } from '../../components/money.tsx';
import { PlansReferenceDocument } from '../../generated/plans/graphql.ts';
import { useMay } from '../../session/session-provider.tsx';
import classes from './plans.module.css';

/** What a token is worth, and how a second policy for one bundle counts. */
export function QuotaNote({
  mayWrite,
  onAdd,
}: {
  readonly mayWrite: boolean;
  readonly onAdd: () => void;
}) {
  const mayReadPrice = useMay('price:read');
  const { data } = useQuery(PlansReferenceDocument, { skip: !mayReadPrice });
  const reference = data?.economicsReference;
  return (
    <div className={classes.note}>
      <p>
        A turn in a bundle must pass the policy for all bundles and, where there is one, the
        bundle’s own.
        {reference ? (
          <>
            {' '}
            One token is one output token of <code>{reference.model}</code>:{' '}
            <Money amount={reference.pricePerMillionTokensUsd} /> a million.
          </>
        ) : null}
      </p>
      {mayWrite ? (
        <Button variant="default" onClick={onAdd}>
          Add a policy
        </Button>
      ) : null}
    </div>
  );
}
