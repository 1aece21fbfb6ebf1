/** What a tenant's data planes hold and have spent now. */
export type QuotaFigures = {
  readonly tenantId: string;
  /** What is left of its active leases. */
  readonly allocatedBytes: bigint;
  readonly activeLeases: bigint;
  /** Over all data planes, in the open period. */
  readonly reportedBytes: bigint;
};

export interface QuotaFiguresReader {
  /** Tenants that hold or have spent something. */
  read(): Promise<readonly QuotaFigures[]>;
}
