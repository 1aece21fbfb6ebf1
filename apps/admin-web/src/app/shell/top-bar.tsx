import { ActionIcon, Kbd } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { IconHelp, IconMenu2, IconSearch } from '@tabler/icons-react';
import { useSession } from '../../session/session-provider.tsx';
import { ClockState } from './clock-state.tsx';
import { EnvironmentWord, type ProjectKind } from './environment-ribbon.tsx';
import classes from './top-bar.module.css';
import { UserMenu } from './user-menu.tsx';

type TopBarProps = {
  readonly kind: ProjectKind;
  readonly onOpenMenu: () => void;
  readonly onShowSheet: () => void;
};

/** Where one is (tenant and project), the search, the project's clock, and who one is. */
export function TopBar({ kind, onOpenMenu, onShowSheet }: TopBarProps) {
  const { tenant, project } = useSession();
  return (
    <header className={classes.bar}>
      <ActionIcon
        className={classes.menu}
        size={32}
        onClick={onOpenMenu}
        aria-label="Open the menu"
      >
        <IconMenu2 size={18} stroke={1.5} />
      </ActionIcon>
      <div className={classes.place} title="Tenant and project">
        <span className={classes.tenant}>{tenant}</span>
        <span className={classes.slash}>/</span>
        <b>{project}</b>
      </div>
      <EnvironmentWord kind={kind} />
      <button
        type="button"
        className={classes.search}
        onClick={spotlight.open}
        aria-label="Search users, pages and actions"
      >
        <IconSearch size={15} stroke={1.75} aria-hidden />
        <span className={classes.searchWords}>Search users, pages, actions</span>
        <Kbd size="xs" className={classes.searchKey}>
          /
        </Kbd>
      </button>
      <div className={classes.end}>
        <ClockState />
        <ActionIcon
          size={30}
          onClick={onShowSheet}
          aria-label="Keyboard shortcuts"
          className={classes.help}
        >
          <IconHelp size={17} stroke={1.5} />
        </ActionIcon>
        <UserMenu />
      </div>
    </header>
  );
}
