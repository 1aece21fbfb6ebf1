/** One answered root field: what metrics and traces are made of. */
export type FieldObservation = {
  readonly kind: 'query' | 'mutation';
  readonly field: string;
  readonly durationMs: number;
  readonly failed: boolean;
};
