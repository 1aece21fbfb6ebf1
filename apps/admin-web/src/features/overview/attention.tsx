import { IconAlertTriangle, IconBan, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Section } from '../../components/section.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import type { OverviewQuery } from '../../generated/overview/graphql.ts';
import { attentionItems } from './attention-items.ts';
import classes from './overview-page.module.css';

const icons = { broken: IconBan, attention: IconAlertTriangle, info: IconInfoCircle } as const;
const words = { broken: 'Broken', attention: 'Needs attention', info: 'For information' } as const;

/** How many lines fit before the list pushes everything else away. */
const shownMax = 7;

export function Attention({ overview }: { readonly overview: OverviewQuery['overview'] }) {
  const items = attentionItems(overview);
  return (
    <Section
      title="Needs a hand"
      framed
      aside={items.length > shownMax ? `${items.length} in all` : null}
    >
      <ul className={classes.items}>
        {items.length === 0 ? (
          <li className={classes.item} data-tone="ok">
            <IconCircleCheck size={15} stroke={1.75} aria-hidden />
            <span>Nothing right now.</span>
          </li>
        ) : null}
        {items.slice(0, shownMax).map((item) => {
          const Icon = icons[item.tone];
          return (
            <li key={item.key} className={classes.item} data-tone={item.tone}>
              <Icon size={15} stroke={1.75} aria-label={words[item.tone]} />
              <Link to={item.to} search={item.tab ? { tab: item.tab } : {}}>
                {item.words}
              </Link>
              <span className={classes.when}>{item.at ? <TimeAgo at={item.at} /> : null}</span>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
