/** An operation that GraphiQL offers and that tests run. */
export type ExampleOperation = {
  readonly name: string;
  readonly title: string;
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
};
