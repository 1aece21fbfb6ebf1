import classes from './stripe.module.css';

export type Reconciled = {
  readonly reconciled: number;
  readonly applied: number;
  readonly failed: number;
  readonly pending: number;
  readonly eventsFound: number;
  readonly error: string | null;
};

/** What a run of reconcile answered; null of anything else. */
export function reconciledIn(payload: unknown): Reconciled | null {
  const isOne = typeof payload === 'object' && payload !== null && 'eventsFound' in payload;
  return isOne ? (payload as Reconciled) : null;
}

/** What one run of reconcile did, in a sentence. */
export function ReconcileResult({ result }: { readonly result: Reconciled }) {
  const { reconciled, applied, failed, pending, eventsFound, error } = result;
  return (
    <section className={classes.result} aria-label="What came of it" aria-live="polite">
      {reconciled} {reconciled === 1 ? 'request was' : 'requests were'} asked: {applied} applied,{' '}
      {failed} failed, {pending} still pending. {eventsFound}{' '}
      {eventsFound === 1 ? 'event had' : 'events had'} not come in.
      {error === null ? null : <p className={classes.fault}>{error}</p>}
    </section>
  );
}
