import { type ReactNode, useId } from 'react';
import classes from './section.module.css';

type SectionProps = {
  readonly title: ReactNode;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  /** On paper with a hairline around it; without, the section lies on the page. */
  readonly framed?: boolean;
};

/** A titled part of a page, set apart by a hairline and space rather than a card. */
export function Section({ title, aside, children, framed = false }: SectionProps) {
  const id = useId();
  return (
    <section className={classes.section} data-framed={framed || undefined} aria-labelledby={id}>
      <div className={classes.head}>
        <h2 id={id} className={classes.title}>
          {title}
        </h2>
        {aside ? <div className={classes.aside}>{aside}</div> : null}
      </div>
      {children}
    </section>
  );
}
