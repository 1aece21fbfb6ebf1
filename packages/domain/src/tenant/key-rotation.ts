/** How long a rotated key works beside its successor, unless the rotation says otherwise (rule C5). */
export const rotationOverlapDefaultSeconds = 24 * 3_600;

/** The longest overlap: 30 days. */
export const rotationOverlapMaxSeconds = 30 * 24 * 3_600;

/** When a rotated key ends: after the overlap, and never later than it would have by itself. */
export function endOfRotated(
  expiresAt: Date | null,
  { now, overlapSeconds }: { readonly now: Date; readonly overlapSeconds: number },
): Date {
  const end = new Date(now.getTime() + overlapSeconds * 1000);
  return expiresAt !== null && expiresAt < end ? expiresAt : end;
}
