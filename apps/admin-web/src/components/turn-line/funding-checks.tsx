import type { DenialFieldsFragment } from '../../generated/fragments/graphql.ts';
import { Money } from '../money.tsx';
import classes from './turn-line.module.css';

const sourceWords = {
  PERIOD: 'The paid period',
  PROJECT: 'The project budget',
  WALLET: 'The wallet',
} as const;

/** Every money source that was looked at, whether or not it was short; nothing where none was kept. */
export function FundingChecks({ funding }: Pick<DenialFieldsFragment, 'funding'>) {
  if (funding.length === 0) return null;
  return (
    <table className={classes.checks} aria-label="Money looked at">
      <tbody>
        {funding.map(({ source, availableUsd, neededUsd }) => (
          <tr key={source}>
            <th scope="row">{sourceWords[source]}</th>
            <td>
              {availableUsd === null ? 'no limit' : <Money amount={availableUsd} exact />} available
            </td>
            <td>
              <Money amount={neededUsd} exact /> needed
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
