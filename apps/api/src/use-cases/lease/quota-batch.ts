import { bringToNow } from '@purser/domain/lease/end-lease';
import type { BookDraft, BookViolation } from '@purser/domain/lease/quota-book';
import { missingPeriods } from '@purser/domain/tenant/billing-period';
import type { DataPlaneCall } from '@purser/schema/contract/data-plane';
import type { Ids } from '../../ports/ids.ts';
import {
  type BatchWrites,
  type BookPlace,
  type ClaimedReport,
  type GivenAnswer,
  type KeptRequest,
  type LoadedBatch,
  type LoadedTenant,
  placeKey,
  type ReportWrite,
  type StorageWrite,
  type ViolationWrite,
} from '../../ports/quota-books.ts';

/** Quotas on their way through the items of a batch: what each item does is what the next one finds. */
export class QuotaBatch {
  readonly call: DataPlaneCall;
  readonly ids: Ids;
  readonly loaded: LoadedBatch;
  readonly #drafts = new Map<string, BookDraft>();
  readonly #requests = new Map<string, KeptRequest & Pick<GivenAnswer, 'lease'>>();
  readonly #reports = new Map<string, ReportWrite>();
  readonly #violations: ViolationWrite[] = [];
  readonly #storage = new Map<string, StorageWrite>();

  constructor(
    loaded: LoadedBatch,
    { call, ids }: { readonly call: DataPlaneCall; readonly ids: Ids },
  ) {
    this.loaded = loaded;
    this.call = call;
    this.ids = ids;
  }

  tenant(tenantId: string): LoadedTenant | null {
    return this.loaded.tenants.get(tenantId) ?? null;
  }

  /** The quotas of a period as of now; null for a period that the tenant does not have. */
  draft(place: BookPlace): BookDraft | null {
    const key = placeKey(place);
    const known = this.#drafts.get(key);
    if (known !== undefined) return known;
    const loaded = this.loaded.books.get(key);
    if (loaded === undefined) return null;
    const draft = bringToNow(loaded.book, loaded.posted);
    this.#drafts.set(key, draft);
    return draft;
  }

  /** Keeps what an item made of a draft, and notes what it did that the rules do not foresee. */
  keep(place: BookPlace, draft: BookDraft, evidenceId: string): void {
    this.#drafts.set(placeKey(place), { ...draft, violations: [] });
    for (const violation of draft.violations) this.note(place, { ...violation, evidenceId });
  }

  note(
    { tenantId, periodId }: BookPlace,
    violation: Pick<ViolationWrite, 'type' | 'evidenceId'> & Pick<BookViolation, 'amount'>,
  ): void {
    const atMs = this.tenant(tenantId)?.nowMs ?? 0;
    this.#violations.push({ ...violation, tenantId, periodId, id: this.ids.uuid7(atMs), atMs });
  }

  /** The answer to an earlier item or call with this id. */
  answer(requestId: string): GivenAnswer | null {
    return this.#requests.get(requestId) ?? this.loaded.answers.get(requestId) ?? null;
  }

  keepAnswer(request: KeptRequest & Pick<GivenAnswer, 'lease'>): void {
    this.#requests.set(request.requestId, request);
  }

  claim(reportId: string): ClaimedReport | null {
    const made = this.#reports.get(reportId);
    if (made === undefined) return this.loaded.reports.get(reportId) ?? null;
    return { requestHash: made.requestHash, quarantined: made.reason };
  }

  keepReport(report: ReportWrite): void {
    this.#reports.set(report.reportId, report);
  }

  setStorage(gauge: StorageWrite): void {
    this.#storage.set(gauge.tenantId, gauge);
  }

  /** Over all data planes, in bytes. */
  totalStorage(tenantId: string): bigint {
    const { own, others } = this.tenant(tenantId)?.storage ?? { own: 0n, others: 0n };
    return others + (this.#storage.get(tenantId)?.bytes ?? own);
  }

  writes(): BatchWrites {
    return {
      drafts: this.#drafts,
      requests: [...this.#requests.values()],
      reports: [...this.#reports.values()],
      violations: this.#violations,
      storage: [...this.#storage.values()],
    };
  }
}

/** Tenants whose billing periods do not reach far enough ahead (rule D3). */
export function withoutPeriods({ tenants }: LoadedBatch): readonly LoadedTenant[] {
  return [...tenants.values()].filter(({ newestPeriodEndsAtMs: endsAtMs, nowMs, anchorDay }) => {
    const newest = endsAtMs === null ? null : { endsAtMs };
    return missingPeriods(newest, { nowMs, anchorDay }).length > 0;
  });
}
