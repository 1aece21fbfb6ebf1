/** A statement over one project ($1 tenant, $2 project) that answers a row for each difference it finds. */
export type LedgerCheckStatement = {
  readonly name: string;
  /** Columns `subject` and `what`. */
  readonly sql: string;
};
