import { Checkbox } from '@mantine/core';
import { choosableKinds, kindWords } from './kind-words.ts';
import classes from './notifications.module.css';

type KindsFieldProps = {
  readonly value: string[];
  readonly onChange: (kinds: string[]) => void;
};

/** Which alerts an endpoint is told of. */
export function KindsField({ value, onChange }: KindsFieldProps) {
  return (
    <Checkbox.Group
      label="Is told of"
      description="Nothing chosen is every alert."
      value={value}
      onChange={onChange}
    >
      <div className={classes.kinds}>
        {choosableKinds.map((kind) => (
          <Checkbox key={kind} value={kind} label={kindWords(kind)} />
        ))}
      </div>
    </Checkbox.Group>
  );
}
