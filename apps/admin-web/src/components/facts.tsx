import type { ReactNode } from 'react';
import classes from './facts.module.css';

export type Fact = { readonly term: string; readonly value: ReactNode };

/** Terms and values under each other, as on the back of a form. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map((fact) => (
        <div key={fact.term} className={classes.fact}>
          <dt>{fact.term}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
