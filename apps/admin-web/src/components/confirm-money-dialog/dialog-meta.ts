/** What the dialog adds to the command's own input. */
export type DialogMeta = {
  readonly dryRun?: boolean;
  readonly idempotencyKey?: string;
  readonly reason: string;
};
