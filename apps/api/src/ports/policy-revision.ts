/** Where the policy snapshot stands. */
export interface PolicyRevisionStore {
  current(): Promise<bigint>;
}
