import { Fragment, type ReactNode } from 'react';
import classes from './arithmetic.module.css';

/** One term of a sum a person could check on paper. */
export type Term = {
  readonly key: string;
  readonly value: string;
  readonly word: ReactNode;
  /** In brackets after the word: until when, from whom. */
  readonly aside?: string;
  readonly sign?: '+' | '\u2212';
};

type ArithmeticProps = {
  readonly terms: readonly Term[];
  readonly total: { readonly value: string; readonly unit: string };
  /** What became of the total: used, held, left. */
  readonly rest: readonly {
    readonly value: string;
    readonly word: string;
    readonly tone?: 'over' | 'left';
  }[];
};

/** `10 plan + 100 trial (until 24 Jan) = 110 a day · 37 used · 2 held · 71 left`. */
export function Arithmetic({ terms, total, rest }: ArithmeticProps) {
  return (
    <p className={classes.sum} data-figures>
      {terms.map((term, index) => (
        <Fragment key={term.key}>
          {index > 0 ? <span className={classes.operator}>{term.sign ?? '+'}</span> : null}
          <span className={classes.term}>
            <b>{term.value}</b> {term.word}
            {term.aside ? <span className={classes.aside}> ({term.aside})</span> : null}
          </span>
        </Fragment>
      ))}
      <span className={classes.operator}>=</span>
      <span className={classes.total}>
        <b>{total.value}</b> {total.unit}
      </span>
      {rest.map((part) => (
        <span key={part.word} className={classes.rest} data-tone={part.tone}>
          <b>{part.value}</b> {part.word}
        </span>
      ))}
    </p>
  );
}
