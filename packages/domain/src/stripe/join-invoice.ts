/** What is known of an invoice, from whatever events told it. */
export type InvoiceState = {
  /** Stripe's word. */
  readonly status: string;
  readonly amountDueCents: bigint;
  readonly amountPaidCents: bigint;
  readonly attemptCount: number;
  readonly nextAttemptAtMs: number | null;
  /** When an attempt to collect it failed first. */
  readonly failedAtMs: number | null;
  readonly hostedUrl: string | null;
  readonly versionMs: number;
};

/** An invoice only goes forward; a paid or void one stays so. */
const ranks: Readonly<Record<string, number>> = {
  draft: 0,
  open: 1,
  uncollectible: 2,
  paid: 3,
  void: 3,
};

/** The state after both, whichever came first (rules X5 and X33). */
export function joinInvoice(held: InvoiceState | null, said: InvoiceState): InvoiceState {
  if (held === null) return settled(said);
  const later = isAhead(said, held) ? said : held;
  const earlier = later === said ? held : said;
  return settled({
    status: later.status,
    amountDueCents: later.amountDueCents,
    amountPaidCents: larger(held.amountPaidCents, said.amountPaidCents),
    attemptCount: Math.max(held.attemptCount, said.attemptCount),
    nextAttemptAtMs: later.nextAttemptAtMs,
    failedAtMs: earliest(held.failedAtMs, said.failedAtMs),
    hostedUrl: later.hostedUrl ?? earlier.hostedUrl,
    versionMs: Math.max(held.versionMs, said.versionMs),
  });
}

/** Whether somebody waits for its money. */
export function isUnpaid({ status }: Pick<InvoiceState, 'status'>): boolean {
  return status === 'open' || status === 'uncollectible';
}

function isAhead(said: InvoiceState, held: InvoiceState): boolean {
  const forward = rankOf(said) - rankOf(held);
  if (forward !== 0) return forward > 0;
  const attempts = said.attemptCount - held.attemptCount;
  return attempts === 0 ? said.versionMs >= held.versionMs : attempts > 0;
}

function rankOf({ status }: InvoiceState): number {
  return ranks[status] ?? 0;
}

/** Nothing more is tried for what is over. */
function settled(state: InvoiceState): InvoiceState {
  return rankOf(state) === 3 ? { ...state, nextAttemptAtMs: null } : state;
}

function larger(first: bigint, second: bigint): bigint {
  return first > second ? first : second;
}

function earliest(first: number | null, second: number | null): number | null {
  if (first === null || second === null) return first ?? second;
  return Math.min(first, second);
}
