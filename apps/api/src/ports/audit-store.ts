export type AuditRecord = {
  readonly id: string;
  readonly recordedAtMs: number;
  readonly actor: string;
  readonly role: string;
  readonly action: string;
  readonly targetType: string;
  readonly targetId: string;
  readonly reason: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly requestId: string;
  readonly sourceAddress: string | null;
};

/** Append-only; entries are chained later by the sealer (rule A2). */
export interface AuditStore {
  append(entry: AuditRecord): Promise<void>;
}
