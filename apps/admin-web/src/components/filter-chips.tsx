import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './filter-chips.module.css';

export type Choice<Value extends string> = { readonly value: Value; readonly label: string };

type FilterChipsProps<Value extends string> = {
  readonly label: string;
  readonly choices: readonly Choice<Value>[];
  readonly value: Value | undefined;
  readonly onChange: (value: Value | undefined) => void;
};

/** One dimension of a filter: at most one choice is on, a click on it takes it off. */
export function FilterChips<Value extends string>({
  label,
  choices,
  value,
  onChange,
}: FilterChipsProps<Value>) {
  return (
    <fieldset className={classes.chips}>
      <legend className={classes.legend}>{label}</legend>
      {choices.map((choice) => {
        const on = choice.value === value;
        return (
          <button
            key={choice.value}
            type="button"
            className={classes.chip}
            aria-pressed={on}
            onClick={() => onChange(on ? undefined : choice.value)}
          >
            {choice.label}
            {on ? <IconX size={12} aria-hidden /> : null}
          </button>
        );
      })}
    </fieldset>
  );
}

/** Search, chips and counts above a table, in one line that wraps. */
export function FilterBar({ children }: { readonly children: ReactNode }) {
  return <div className={classes.bar}>{children}</div>;
}
