import { useQuery } from '@apollo/client/react';
import { IconHourglassLow } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Section } from '../../components/section.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { OverviewExpiringDocument } from '../../generated/overview/graphql.ts';
import { useMay } from '../../session/session-provider.tsx';
import { endingTab } from './ending-tab.ts';
import classes from './overview-page.module.css';

/** Who loses a grant, credits or a subscription within seven days, soonest first. */
export function ExpiringSoon() {
  const mayRead = useMay('grant:read');
  const { data } = useQuery(OverviewExpiringDocument, { skip: !mayRead });
  const items = data?.expiringGrants.edges.map((edge) => edge.node) ?? [];
  if (items.length === 0) return null;
  return (
    <Section
      title="Ending within 7 days"
      framed
      aside={
        <Link to="/" search={(old) => ({ ...old, show: 'ending' })}>
          show me all
        </Link>
      }
    >
      <ul className={classes.items}>
        {items.map((item) => (
          <li key={`${item.kind} ${item.itemId}`} className={classes.item}>
            <IconHourglassLow size={15} stroke={1.5} aria-hidden />
            <span>
              <Link
                to="/users/$userId"
                params={{ userId: item.userId }}
                search={{ tab: endingTab[item.kind] }}
              >
                <code>{item.userId}</code>
              </Link>
              <br />
              <span className="secondary">{item.label}</span>
            </span>
            <span className={classes.when}>
              <TimeAgo at={item.expiresAt} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
