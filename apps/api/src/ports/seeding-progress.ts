/** How far the demo data has come, while it is being written. */
export interface SeedingProgress {
  /** Turns written of those to write; null when nothing is being seeded. */
  current(): { readonly done: number; readonly total: number } | null;
}
