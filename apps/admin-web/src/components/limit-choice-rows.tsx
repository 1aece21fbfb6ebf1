import { NativeSelect, TextInput } from '@mantine/core';
import { choiceProblem, keep, type LimitChoice, type LimitChoices } from '../lib/limit-choices.ts';
import { type LimitKey, limitNames, limitWords } from '../lib/limit-words.ts';
import classes from './limit-choice-rows.module.css';

type LimitChoiceRowsProps = {
  readonly choices: LimitChoices;
  readonly onChange: (choices: LimitChoices) => void;
  /** What keeping a limit is called here: `as the plan says`; without it nothing can be kept. */
  readonly keepWords?: string;
};

/** The seven limits, each chosen in words: kept, unlimited, or a number. */
export function LimitChoiceRows({ choices, onChange, keepWords }: LimitChoiceRowsProps) {
  return (
    <div className={classes.rows}>
      {limitNames.map((name) => {
        const { field, label } = limitWords[name];
        return (
          <LimitChoiceRow
            key={field}
            label={label}
            field={field}
            choice={choices[field] ?? keep}
            keepWords={keepWords}
            onChange={(choice) => onChange({ ...choices, [field]: choice })}
          />
        );
      })}
    </div>
  );
}

type RowProps = {
  readonly label: string;
  readonly field: LimitKey;
  readonly choice: LimitChoice;
  readonly keepWords: string | undefined;
  readonly onChange: (choice: LimitChoice) => void;
};

function LimitChoiceRow({ label, choice, keepWords, onChange }: RowProps) {
  const options = [
    ...(keepWords ? [{ value: 'keep', label: keepWords }] : []),
    { value: 'limit', label: 'at most' },
    { value: 'unlimited', label: 'unlimited' },
  ];
  return (
    <div className={classes.row}>
      <span className={classes.label}>{label}</span>
      <NativeSelect
        size="xs"
        aria-label={`${label}: choice`}
        data={options}
        value={choice.choice}
        onChange={(event) =>
          onChange({ ...choice, choice: event.currentTarget.value as LimitChoice['choice'] })
        }
      />
      {choice.choice === 'limit' ? (
        <TextInput
          size="xs"
          aria-label={`${label}: number`}
          inputMode="numeric"
          autoComplete="off"
          value={choice.text}
          error={choiceProblem(choice)}
          onChange={(event) => onChange({ ...choice, text: event.currentTarget.value })}
        />
      ) : (
        <span />
      )}
    </div>
  );
}
