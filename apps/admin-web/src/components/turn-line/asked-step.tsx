import { formatCount } from '@purser/domain/money/format-usd';
import { IconCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { TurnLineageFieldsFragment } from '../../generated/fragments/graphql.ts';
import { limitNameWords } from '../../lib/denials.ts';
import { Step } from './step.tsx';
import classes from './turn-line.module.css';

type Turn = NonNullable<TurnLineageFieldsFragment['turn']>;

/** The admission: what was asked, on which plan, and every limit it passed. */
export function AskedStep({ turn }: { readonly turn: Turn }) {
  const checks = turn.decision.limits;
  return (
    <Step title="Admitted" at={turn.admittedAt} tone="asked">
      <p className={classes.words}>
        <Link to="/users/$userId" params={{ userId: turn.userId }}>
          <code>{turn.userId}</code>
        </Link>{' '}
        asked for about <b>{formatCount(BigInt(turn.estimateTokens))}</b> tokens
        {turn.bundleId ? (
          <>
            {' '}
            in bundle <code>{turn.bundleId}</code>
          </>
        ) : null}
        {turn.providers.length > 0 ? <> with {turn.providers.join(', ')}</> : null}, on plan{' '}
        <b>{turn.planId}</b> ({turn.planSource}); <b>{formatCount(BigInt(turn.heldTokens))}</b>{' '}
        tokens of quota were held.
      </p>
      {checks.length > 0 ? (
        <table className={classes.checks} aria-label="Checks">
          <tbody>
            {checks.map((check) => (
              <tr key={`${check.scope} ${check.limit}`}>
                <td>
                  <IconCheck size={13} stroke={2} aria-label="passed" />
                </td>
                <th scope="row">
                  {limitNameWords(check.limit.toLowerCase())}
                  {check.scope === '*' ? '' : ` in ${check.scope}`}
                </th>
                <td>
                  {formatCount(BigInt(check.used))} used
                  {check.held === '0' ? '' : `, ${formatCount(BigInt(check.held))} held`}
                </td>
                <td>of {formatCount(BigInt(check.allowed))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </Step>
  );
}
