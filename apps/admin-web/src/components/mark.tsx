/** The sign of the house: a page with its entries and its two rules. */
export function Mark({ size }: { readonly size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden>
      <rect width="24" height="24" rx="5" fill="var(--brand)" />
      <path
        d="M7 6.5h10M7 17.5h10M7 10.2h6.2M7 13.8h3.4"
        stroke="var(--page)"
        strokeWidth="1.8"
        strokeLinecap="round"
      />
    </svg>
  );
}
