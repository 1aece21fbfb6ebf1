import { IconArrowRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { TransferFieldsFragment } from '../generated/fragments/graphql.ts';
import { accountName } from '../lib/account-name.ts';
import { usdDigits } from '../lib/amounts.ts';
import { useExactMoney } from '../lib/use-exact-money.ts';
import { Money } from './money.tsx';
import { TimeAgo } from './time-ago.tsx';
import classes from './transfer-list.module.css';

type TransferListProps = {
  readonly transfers: readonly TransferFieldsFragment[];
  /** Seen from these accounts, money in has a plus and money out a minus. */
  readonly from?: (account: TransferFieldsFragment['debit']) => boolean;
  readonly label: string;
  /** To the last micro-dollar, where the sum has to come out; cents otherwise. */
  readonly exact?: boolean;
  /** Names the turn behind each movement, where a list is not of one turn alone. */
  readonly linksTurns?: boolean;
};

const phaseWords = {
  POST: 'posted',
  HOLD: 'held',
  SETTLE: 'settled',
  VOID: 'voided',
  EXPIRE: 'expired',
} as const;

/** Money in motion: one row a transfer, an arrow between two named accounts. */
export function TransferList({
  transfers,
  from,
  label,
  exact = false,
  linksTurns = false,
}: TransferListProps) {
  const [showsExact] = useExactMoney();
  const digits =
    exact || showsExact ? usdDigits(transfers.map((transfer) => transfer.amountUsd)) : undefined;
  return (
    <ul className={classes.list} aria-label={label}>
      {transfers.map((transfer) => (
        <li key={transfer.id} className={classes.row} data-phase={transfer.phase}>
          <span className={classes.phase}>
            <i className={classes.mark} aria-hidden />
            {phaseWords[transfer.phase]}
          </span>
          <span className={classes.way}>
            <AccountLink account={transfer.debit} />
            <IconArrowRight size={14} className={classes.arrow} aria-label="to" />
            <AccountLink account={transfer.credit} />
          </span>
          <span
            className={classes.reason}
            title={`${transfer.kind}: ${transfer.reason}, by ${transfer.actor}`}
          >
            {reasonOf(transfer)}
            {transfer.turnId === null || !linksTurns ? null : (
              <>
                {' of '}
                <Link to="/turns/$turnId" params={{ turnId: transfer.turnId }}>
                  {transfer.turnId}
                </Link>
              </>
            )}
          </span>
          <span className={classes.amount}>
            <TransferAmount transfer={transfer} from={from} digits={digits} />
          </span>
          <span className={classes.time}>
            <TimeAgo at={transfer.recordedAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The reason a person gave, or what kind of movement it is. */
function reasonOf({ kind, reason, turnId }: TransferFieldsFragment): string {
  const words = kind.replaceAll('_', ' ');
  if (turnId !== null || reason === kind || reason === '') return words;
  return reason;
}

function AccountLink({ account }: { readonly account: TransferFieldsFragment['debit'] }) {
  return (
    <Link
      to="/ledger/$accountId"
      params={{ accountId: account.accountId }}
      className={classes.account}
      title={`${account.kind} ${account.reference}`}
    >
      {accountName(account)}
    </Link>
  );
}

type AmountProps = {
  readonly transfer: TransferFieldsFragment;
  readonly from: TransferListProps['from'];
  readonly digits: number | undefined;
};

function TransferAmount({ transfer: { phase, amountUsd, debit }, from, digits }: AmountProps) {
  const inDigits = digits === undefined ? {} : { digits };
  const struck = phase === 'VOID' || phase === 'EXPIRE';
  if (from === undefined || struck || phase === 'HOLD') {
    return <Money amount={amountUsd} struck={struck} {...inDigits} />;
  }
  return <Money amount={from(debit) ? `-${amountUsd}` : amountUsd} change {...inDigits} />;
}
