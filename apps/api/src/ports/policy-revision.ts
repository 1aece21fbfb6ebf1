/** Where the policy snapshot stands (rule D11). */
export interface PolicyRevisionStore {
  current(): Promise<bigint>;
  /**
   * Says that this transaction changes what a policy snapshot says: a tenant's status or plan, a quota, a
   * period, a domain, an API key. Answers the revision that the change has. All such transactions end one
   * after another from here on, so call it last, once the tenant's rows are locked and written.
   */
  bump(): Promise<bigint>;
}
