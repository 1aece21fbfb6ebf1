import type {
  DenialFieldsFragment,
  TurnLineageFieldsFragment,
} from '../../generated/fragments/graphql.ts';
import {
  denialHeadline,
  denialSentence,
  readDenialReasons,
  wouldPassWords,
} from '../../lib/denials.ts';
import { EmptyState } from '../empty-state.tsx';
import { TransferList } from '../transfer-list.tsx';
import { AskedStep } from './asked-step.tsx';
import { ClosedStep } from './closed-step.tsx';
import { FundingChecks } from './funding-checks.tsx';
import { Step } from './step.tsx';
import classes from './turn-line.module.css';

/** A turn as one vertical line from decision to settlement, with every check and movement on it. */
export function TurnLine({ lineage }: { readonly lineage: TurnLineageFieldsFragment }) {
  const { turn, transfers, denials } = lineage;
  if (turn === null && denials.length === 0) {
    return (
      <EmptyState title="Nothing is known of this turn">
        It was never asked for in this project, or its id is mistyped.
      </EmptyState>
    );
  }
  const holds = transfers.filter((transfer) => transfer.phase === 'HOLD');
  const moved = transfers.filter((transfer) => transfer.phase !== 'HOLD');
  return (
    <ol className={classes.line}>
      {denials.map((denial) => (
        <DeniedStep key={denial.id} denial={denial} />
      ))}
      {turn ? <AskedStep turn={turn} /> : null}
      {holds.length > 0 ? (
        <Step title="Money held" at={holds[0]?.recordedAt ?? null} tone="held">
          <TransferList exact transfers={holds} label="Holds" />
        </Step>
      ) : null}
      {turn ? <ClosedStep turn={turn} /> : null}
      {moved.length > 0 ? (
        <Step title="Money moved" at={moved.at(-1)?.recordedAt ?? null} tone="done">
          <TransferList exact transfers={moved} label="Movements" />
        </Step>
      ) : null}
    </ol>
  );
}

function DeniedStep({ denial }: { readonly denial: DenialFieldsFragment }) {
  const reasons = readDenialReasons(denial.denials);
  return (
    <Step title="Denied" at={denial.deniedAt} tone="denied">
      <ul className={classes.reasons}>
        {(reasons.length > 0
          ? reasons
          : denial.reasons.map((reason) => ({ reason, wouldPassIf: null }))
        ).map((reason, index) => (
          <li key={`${reason.reason} ${String(index)}`}>
            <b>{denialHeadline(reason.reason)}</b>
            {'limit' in reason ? <div className="secondary">{denialSentence(reason)}</div> : null}
            {reason.wouldPassIf ? (
              <div className={classes.pass}>
                It would pass if {wouldPassWords(reason.wouldPassIf)}.
              </div>
            ) : null}
          </li>
        ))}
      </ul>
      <FundingChecks funding={denial.funding} />
    </Step>
  );
}
