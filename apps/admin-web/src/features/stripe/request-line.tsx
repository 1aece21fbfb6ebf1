import { Step } from '../../components/turn-line/step.tsx';
import line from '../../components/turn-line/turn-line.module.css';
import type { StripeRequestDetailQuery } from '../../generated/stripe/graphql.ts';
import { requestState } from './request-words.ts';
import { StripeId } from './stripe-id.tsx';

export type RequestDetail = Extract<
  NonNullable<StripeRequestDetailQuery['node']>,
  { __typename: 'StripeRequest' }
>;

const titles: Readonly<Record<string, string>> = {
  requested: 'Requested here',
  sent: 'Sent to Stripe',
  waiting: 'Not answered yet',
};

/** One request on its way: requested → sent → answered → settled or failed. */
export function RequestLine({ request }: { readonly request: RequestDetail }) {
  const { timeline, status, stripeId, stripeStatus } = request;
  const ended = timeline.find(({ step }) => step === 'ended');
  return (
    <ol className={line.line} aria-label="How far it has come">
      {timeline
        .filter(({ step }) => step !== 'ended')
        .map(({ step, at, note }) => (
          <Step key={step} title={titles[step] ?? step} at={at} tone={stepTone(step)}>
            {note === null ? null : <p className={line.words}>{note}</p>}
          </Step>
        ))}
      {stripeId === null ? null : (
        <Step title="Answered by Stripe" at={null} tone="asked">
          <p className={line.words}>
            <StripeId id={stripeId} />
            {stripeStatus === null ? null : <> is {stripeStatus.replaceAll('_', ' ')}</>}
          </p>
        </Step>
      )}
      <Step
        title={ended ? upperFirst(requestState(request).word) : 'Not decided yet'}
        at={ended?.at ?? null}
        tone={endTone(status)}
      >
        {ended && request.error !== null ? <p className={line.words}>{request.error}</p> : null}
      </Step>
    </ol>
  );
}

function stepTone(step: string): 'asked' | 'held' {
  return step === 'waiting' ? 'held' : 'asked';
}

function endTone(status: RequestDetail['status']): 'done' | 'denied' | 'open' {
  if (status === 'PENDING') return 'open';
  return status === 'SUCCEEDED' ? 'done' : 'denied';
}

function upperFirst(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
