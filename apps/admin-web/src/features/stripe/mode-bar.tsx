import { TimeAgo } from '../../components/time-ago.tsx';
import type { StripeMode, StripeStatusQuery } from '../../generated/stripe/graphql.ts';
import classes from './stripe.module.css';

type Words = { readonly word: string; readonly sentence: string; readonly link: string };

const words: Readonly<Record<StripeMode, Words>> = {
  LIVE: {
    word: 'Live',
    sentence: 'Real cards are charged and real money is paid back.',
    link: 'Open Stripe’s dashboard',
  },
  TEST: {
    word: 'Test mode',
    sentence: 'Stripe’s test mode: no card is charged.',
    link: 'Open Stripe’s dashboard',
  },
  SIMULATOR: {
    word: 'Simulator',
    sentence: 'A stand-in for Stripe on this machine: no money moves anywhere.',
    link: 'Open the simulator',
  },
  NONE: {
    word: 'Not configured',
    sentence: 'Set STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET: until then nothing is asked of it.',
    link: '',
  },
};

/** Which Stripe this is, in a colour and a word, so that real money is never taken for play money. */
export function ModeBar({ status }: { readonly status: StripeStatusQuery['stripeStatus'] }) {
  const { mode, dashboardUrl, webhookConfigured, lastEventAt } = status;
  const { word, sentence, link } = words[mode];
  return (
    <section className={classes.mode} data-mode={mode} aria-label="Which Stripe this is">
      <span className={classes.word}>{word}</span>
      <span>{sentence}</span>
      <span className="secondary">
        {webhookConfigured
          ? 'Signatures of webhooks are checked'
          : 'Webhooks are refused: no signing secret is set'}
        , last event <TimeAgo at={lastEventAt} />
      </span>
      {dashboardUrl === null ? null : (
        <a href={dashboardUrl} target="_blank" rel="noreferrer">
          {link}
        </a>
      )}
    </section>
  );
}
