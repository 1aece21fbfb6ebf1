import { getRouteApi, Link } from '@tanstack/react-router';
import { Section } from '../../../components/section.tsx';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { denialHeadline, denialSentence, readDenialReasons } from '../../../lib/denials.ts';
import type { Breakdown } from '../limit-arithmetic.ts';
import classes from './limits-tab.module.css';

const route = getRouteApi('/users/$userId');
const shownMax = 5;

/** The latest refusals in words; each leads to its turn. */
export function RecentDenials({ denials }: { readonly denials: Breakdown['recentDenials'] }) {
  const { userId } = route.useParams();
  if (denials.length === 0) return null;
  return (
    <Section title="Denied lately" framed>
      <ul className={classes.list}>
        {denials.slice(0, shownMax).map((denial) => {
          const reasons = readDenialReasons(denial.denials);
          const [first] = reasons;
          return (
            <li key={`${denial.turnId} ${denial.at}`}>
              <div className={classes.between}>
                <Link
                  to="/users/$userId"
                  params={{ userId }}
                  search={{ tab: 'turns', turn: denial.turnId }}
                >
                  {first ? denialHeadline(first.reason) : 'Denied'}
                </Link>
                <span className="secondary small">
                  <TimeAgo at={denial.at} />
                </span>
              </div>
              {reasons.map((reason) => (
                <div
                  key={`${reason.reason} ${reason.limit} ${reason.scope} ${reason.provider} ${reason.window}`}
                  className="secondary small"
                >
                  {reason === first ? '' : `${denialHeadline(reason.reason)}. `}
                  {denialSentence(reason)}
                </div>
              ))}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
