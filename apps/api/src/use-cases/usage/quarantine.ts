import type { QuarantineReason } from '@purser/domain/usage/book-report';
import type { DataPlaneOutcome } from '@purser/schema/contract/data-plane';
import type { ViolationType } from '../../ports/booked-report.ts';
import { refuse } from '../data-plane/data-plane-deps.ts';

export const quarantineViolation: Readonly<Record<QuarantineReason, ViolationType>> = {
  too_old: 'late_after_close',
  unknown_period: 'unknown_period',
  unknown_lease: 'unknown_lease',
  value_out_of_range: 'implausible_report',
  implausible: 'implausible_report',
};

/** What is not answered as accepted for later, but refused for good. */
type FinalReason = Exclude<QuarantineReason, 'implausible'>;

const kept = 'It is kept for an operator; send it no more.';

const refusals: Readonly<
  Record<FinalReason, { readonly field: string; readonly message: string }>
> = {
  too_old: {
    field: 'period_id',
    message: `The billing period ended more than 35 days ago. ${kept}`,
  },
  unknown_period: {
    field: 'period_id',
    message: `This tenant has no such billing period. ${kept}`,
  },
  unknown_lease: {
    field: 'lease_id',
    message: `This data plane has no such lease in this billing period. ${kept}`,
  },
  value_out_of_range: {
    field: 'bandwidth_used_bytes',
    message: `The total would be larger than any quota. ${kept}`,
  },
};

/** What a data plane is told of a report in quarantine, however often it asks (rule D13). */
export function refuseQuarantined(reason: FinalReason): DataPlaneOutcome<never> {
  const { field, message } = refusals[reason];
  return refuse(reason, message, { field });
}
