/** Small facts about this installation. */
export interface Settings {
  put(key: string, value: Readonly<Record<string, unknown>>): Promise<void>;
  /** Those whose key begins so. */
  startingWith(prefix: string): Promise<ReadonlyMap<string, unknown>>;
}
