import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Money } from '../../../components/money.tsx';
import { Section } from '../../../components/section.tsx';
import { microUsd } from '../../../lib/amounts.ts';
import type { Breakdown } from '../limit-arithmetic.ts';
import classes from './limits-tab.module.css';

/** The three sources in the order they are asked, and which of them apply. */
export function WhoPays({
  breakdown,
  userId,
}: {
  readonly breakdown: Breakdown;
  readonly userId: string;
}) {
  const { subscription, projectFunding, wallet } = breakdown;
  const walletLeft = wallet ? microUsd(wallet.availableUsd) : 0n;
  return (
    <Section title="Who pays, in this order" framed>
      <ul className={classes.list}>
        <Source
          order={1}
          name={<PeriodLink userId={userId} />}
          applies={subscription?.active === true}
        >
          {subscription ? <Money amount={subscription.availableUsd} /> : 'no subscription'}
        </Source>
        <Source
          order={2}
          name={<Link to="/budgets">Project budget</Link>}
          applies={projectFunding.applies}
        >
          {projectFunding.applies ? (
            <ProjectMoney amount={projectFunding.availableUsd} />
          ) : (
            'not on this plan'
          )}
        </Source>
        <Source order={3} name={<WalletLink userId={userId} />} applies={walletLeft > 0n}>
          {walletLeft > 0n && wallet ? <Money amount={wallet.availableUsd} /> : 'no money in it'}
        </Source>
      </ul>
    </Section>
  );
}

function PeriodLink({ userId }: { readonly userId: string }) {
  return (
    <Link to="/users/$userId" params={{ userId }} search={{ tab: 'subscription' }}>
      Paid period
    </Link>
  );
}

function WalletLink({ userId }: { readonly userId: string }) {
  return (
    <Link to="/users/$userId" params={{ userId }} search={{ tab: 'wallet' }}>
      Wallet
    </Link>
  );
}

function ProjectMoney({ amount }: { readonly amount: string | null }) {
  return amount === null ? <>unlimited</> : <Money amount={amount} warnBelowZero />;
}

type SourceProps = {
  readonly order: number;
  readonly name: ReactNode;
  readonly applies: boolean;
  readonly children: ReactNode;
};

function Source({ order, name, applies, children }: SourceProps) {
  return (
    <li className={classes.pays} data-off={!applies || undefined}>
      <span className={classes.order}>{order}</span>
      <span>{name}</span>
      <span>{children}</span>
    </li>
  );
}
