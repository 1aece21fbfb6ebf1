import type { ReactNode } from 'react';
import classes from './figure.module.css';

type FigureProps = {
  readonly label: ReactNode;
  readonly value: ReactNode;
  /** The unit or period, small and grey. */
  readonly unit?: ReactNode;
  readonly note?: ReactNode;
};

/** A headline number of the instrument panel. */
export function Figure({ label, value, unit, note }: FigureProps) {
  return (
    <div className={classes.figure}>
      <div className={classes.label}>{label}</div>
      <div className={classes.value} data-figures>
        {value}
        {unit ? <span className={classes.unit}> {unit}</span> : null}
      </div>
      {note ? <div className={classes.note}>{note}</div> : null}
    </div>
  );
}

/** Figures side by side, hairlines between. */
export function FigureRow({
  children,
  label,
}: {
  readonly children: ReactNode;
  readonly label: string;
}) {
  return (
    <section className={classes.row} aria-label={label}>
      {children}
    </section>
  );
}
