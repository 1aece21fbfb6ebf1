import { formatCount } from '@purser/domain/money/format-usd';
import type { TurnLineageFieldsFragment } from '../../generated/fragments/graphql.ts';
import {
  type MoneyPart,
  readAbsorbed,
  readFlags,
  readPaidBy,
  readUsage,
} from '../../lib/turn-record.ts';
import { Money } from '../money.tsx';
import { TimeAgo } from '../time-ago.tsx';
import { Step } from './step.tsx';
import classes from './turn-line.module.css';

type Turn = NonNullable<TurnLineageFieldsFragment['turn']>;

const titles = {
  ADMITTED: 'Running',
  SETTLED: 'Settled',
  RELEASED: 'Released',
  EXPIRED: 'Expired',
} as const;

/** How the turn ended, or that it still runs. */
export function ClosedStep({ turn }: { readonly turn: Turn }) {
  if (turn.state === 'ADMITTED') {
    return (
      <Step title="Running" at={null} tone="open">
        <p className={classes.words}>
          Its holds expire <TimeAgo at={turn.expiresAt} /> unless it beats.
        </p>
      </Step>
    );
  }
  return (
    <Step title={titles[turn.state]} at={turn.closedAt} tone="done">
      <Ending turn={turn} />
    </Step>
  );
}

function Ending({ turn }: { readonly turn: Turn }) {
  if (turn.costUsd === null) {
    return (
      <p className={classes.words}>
        {turn.state === 'RELEASED'
          ? 'The work never ran: everything held was given back, nothing was booked.'
          : 'Nobody settled or released it in time: everything held was given back.'}
      </p>
    );
  }
  const flags = readFlags(turn.result);
  return (
    <>
      <p className={classes.words}>
        It cost{' '}
        <b>
          <Money amount={turn.costUsd} exact />
        </b>{' '}
        and was charged <b>{formatCount(BigInt(turn.tokensCharged ?? 0))}</b> tokens
        {turn.outcome === 'failed' ? '; the work failed, but cost incurred is cost booked' : ''}.
      </p>
      <Parts words="Paid by" parts={readPaidBy(turn.result)} />
      <Parts words="Absorbed by the project" parts={readAbsorbed(turn.result)} />
      {readUsage(turn.usage).map((item) => (
        <p key={`${item.provider} ${item.model}`} className={classes.usage}>
          {item.provider} <code>{item.model}</code>: {formatCount(item.inputTokens)} in,{' '}
          {formatCount(item.outputTokens)} out
        </p>
      ))}
      {flags.length > 0 ? (
        <p className={classes.flags}>Flagged: {flags.join(', ').replaceAll('_', ' ')}.</p>
      ) : null}
    </>
  );
}

function Parts({ words, parts }: { readonly words: string; readonly parts: readonly MoneyPart[] }) {
  if (parts.length === 0) return null;
  return (
    <p className={classes.usage}>
      {words}:{' '}
      {parts.map((part, index) => (
        <span key={part.name}>
          {index > 0 ? ' + ' : ''}
          <Money amount={part.amountMicroUsd} exact /> {part.name.replaceAll('_', ' ')}
        </span>
      ))}
    </p>
  );
}
