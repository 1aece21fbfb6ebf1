import { formatCount } from '@purser/domain/money/format-usd';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Money } from '../../../components/money.tsx';
import { Section } from '../../../components/section.tsx';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { microUsd } from '../../../lib/amounts.ts';
import type { Breakdown } from '../limit-arithmetic.ts';
import classes from './limits-tab.module.css';

const route = getRouteApi('/users/$userId');

/** What is set aside right now, and until when. */
export function LiveHolds({ holds }: { readonly holds: Breakdown['holds'] }) {
  const { userId } = route.useParams();
  if (holds.length === 0) return null;
  return (
    <Section title="Held right now" framed>
      <ul className={classes.list}>
        {holds.map((hold) => (
          <li key={hold.holdId}>
            <div className={classes.between}>
              <Link
                to="/users/$userId"
                params={{ userId }}
                search={{ tab: 'turns', turn: hold.turnId }}
              >
                <code>{hold.turnId}</code>
              </Link>
              {microUsd(hold.heldUsd) > 0n ? (
                <Money amount={hold.heldUsd} exact />
              ) : (
                <span>{formatCount(BigInt(hold.tokensHeld))} tokens</span>
              )}
            </div>
            <div className="secondary small">
              from {hold.source.toLowerCase()}, since <TimeAgo at={hold.createdAt} />, expires{' '}
              <TimeAgo at={hold.expiresAt} />
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
