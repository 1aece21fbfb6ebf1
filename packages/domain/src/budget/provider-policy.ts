/** The operator's spending limits for one provider, over the project (`*`) or in one bundle (rule B1). */
export type ProviderPolicy = {
  readonly provider: string;
  readonly bundleId: string;
  readonly perHourMicroUsd: bigint | null;
  readonly perDayMicroUsd: bigint | null;
  readonly perMonthMicroUsd: bigint | null;
  readonly active: boolean;
};
