/** Makes a function of one that changes the world: afterwards the change is kept and its events go out. */
export type Changing = <Input extends unknown[], Output>(
  work: (...input: Input) => Output,
) => (...input: Input) => Output;

export function changingWith(onChange: () => void): Changing {
  return (work) =>
    (...input) => {
      try {
        return work(...input);
      } finally {
        onChange();
      }
    };
}
