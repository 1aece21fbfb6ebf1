import { ActionIcon, Kbd } from '@mantine/core';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Mark } from '../../components/mark.tsx';
import { useSession } from '../../session/session-provider.tsx';
import { type NavigationItem, navigationGroups } from '../navigation.ts';
import classes from './rail.module.css';

type RailProps = {
  readonly collapsed: boolean;
  readonly onToggle: () => void;
  readonly onNavigate: () => void;
};

/** The left rail: every page the person may see, with its letter. */
export function Rail({ collapsed, onToggle, onNavigate }: RailProps) {
  const { permissions } = useSession();
  return (
    <nav className={classes.rail} data-collapsed={collapsed || undefined} aria-label="Pages">
      <Link to="/" className={classes.brand} onClick={onNavigate} aria-label="Purser, overview">
        <Mark size={22} />
        <span className={classes.word}>Purser</span>
      </Link>
      {navigationGroups.map((group) => (
        <ul key={group[0]?.to} className={classes.group}>
          {group
            .filter((item) => permissions.has(item.permission))
            .map((item) => (
              <li key={item.to}>
                <RailLink item={item} onNavigate={onNavigate} />
              </li>
            ))}
        </ul>
      ))}
      <div className={classes.foot}>
        <ActionIcon
          size={28}
          onClick={onToggle}
          aria-label={collapsed ? 'Widen the rail' : 'Narrow the rail'}
          aria-expanded={!collapsed}
        >
          {collapsed ? (
            <IconLayoutSidebarLeftExpand size={17} stroke={1.5} />
          ) : (
            <IconLayoutSidebarLeftCollapse size={17} stroke={1.5} />
          )}
        </ActionIcon>
      </div>
    </nav>
  );
}

function RailLink({
  item,
  onNavigate,
}: {
  readonly item: NavigationItem;
  readonly onNavigate: () => void;
}) {
  const Icon = item.icon;
  return (
    <Link
      to={item.to}
      className={classes.link}
      activeOptions={{ exact: item.to === '/', includeSearch: false }}
      onClick={onNavigate}
      title={item.label}
    >
      <Icon size={17} stroke={1.5} aria-hidden />
      <span className={classes.word}>{item.label}</span>
      <span className={classes.hint} aria-hidden>
        <Kbd size="xs">g</Kbd> <Kbd size="xs">{item.letter}</Kbd>
      </span>
    </Link>
  );
}
