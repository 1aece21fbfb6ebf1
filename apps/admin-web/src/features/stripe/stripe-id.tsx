import { useQuery } from '@apollo/client/react';
import { CopyText } from '../../components/copy-text.tsx';
import { StripeStatusDocument } from '../../generated/stripe/graphql.ts';
import classes from './stripe.module.css';
import { stripeLink } from './stripe-links.ts';

/** An id of Stripe's: to copy, and with a way to Stripe's own page of it. */
export function StripeId({ id }: { readonly id: string }) {
  return (
    <span className={classes.id}>
      <CopyText text={id} what="Stripe id" shown={shortened(id)} />
      <AtStripe id={id}>open</AtStripe>
    </span>
  );
}

/** `pi_3MHruaux…HqC8`: enough to tell one from another; the whole is in the title and on copy. */
function shortened(id: string): string {
  return id.length <= 20 ? id : `${id.slice(0, 11)}…${id.slice(-4)}`;
}

/** A link to Stripe's own page of an object, or to the simulator's; nothing where Stripe is not configured. */
export function AtStripe({ id, children }: { readonly id: string; readonly children: string }) {
  const { data } = useQuery(StripeStatusDocument, { fetchPolicy: 'cache-first' });
  const href = data && stripeLink(data.stripeStatus, id);
  if (!href) return null;
  const where = data.stripeStatus.mode === 'SIMULATOR' ? 'the simulator' : 'Stripe';
  return (
    <a href={href} target="_blank" rel="noreferrer" title={`${id} at ${where}, in a new tab`}>
      {children}
    </a>
  );
}
