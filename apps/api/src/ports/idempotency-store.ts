export type IdempotencyClaim =
  | { readonly status: 'new' }
  | { readonly status: 'replay'; readonly answer: unknown }
  | { readonly status: 'mismatch' }
  | { readonly status: 'in_progress' };

export type IdempotencyKey = {
  readonly caller: string;
  readonly operation: string;
  readonly key: string;
};

/** Answers by key, stored in the transaction of the effect for seven days (rule A4). */
export interface IdempotencyStore {
  claim(id: IdempotencyKey, requestHash: string): Promise<IdempotencyClaim>;
  complete(id: IdempotencyKey, requestHash: string, answer: unknown, nowMs: number): Promise<void>;
}
