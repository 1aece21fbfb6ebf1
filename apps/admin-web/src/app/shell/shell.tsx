import { Drawer } from '@mantine/core';
import { useDisclosure, useLocalStorage } from '@mantine/hooks';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { ClockBanner } from './clock-banner.tsx';
import { EnvironmentRibbon, type ProjectKind } from './environment-ribbon.tsx';
import { Rail } from './rail.tsx';
import { Search } from './search.tsx';
import classes from './shell.module.css';
import { ShortcutSheet } from './shortcut-sheet.tsx';
import { TopBar } from './top-bar.tsx';
import { useShortcuts } from './use-shortcuts.ts';

/** Rail, bar and page; on narrow screens the rail is a drawer. */
export function Shell({ kind }: { readonly kind: ProjectKind }) {
  const [collapsed, setCollapsed] = useLocalStorage({
    key: 'purser.rail',
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  const [menuOpen, menu] = useDisclosure(false);
  const [sheetOpen, sheet] = useDisclosure(false);
  useShortcuts({ onShowSheet: sheet.toggle });
  const isNavigating = useRouterState({ select: (state) => state.isLoading });
  const toggle = () => setCollapsed(!collapsed);
  return (
    <div className={classes.shell}>
      <a href="#page" className={classes.skip}>
        Skip to the page
      </a>
      <EnvironmentRibbon kind={kind} />
      <div className={classes.railPlace}>
        <Rail collapsed={collapsed} onToggle={toggle} onNavigate={() => {}} />
      </div>
      <div className={classes.main}>
        <TopBar kind={kind} onOpenMenu={menu.open} onShowSheet={sheet.open} />
        <ClockBanner />
        <main id="page" className={classes.page} aria-busy={isNavigating}>
          <Outlet />
        </main>
      </div>
      <Drawer
        opened={menuOpen}
        onClose={menu.close}
        position="left"
        size={250}
        withCloseButton={false}
        classNames={{ body: classes.drawerBody }}
      >
        <Rail collapsed={false} onToggle={menu.close} onNavigate={menu.close} />
      </Drawer>
      <Search />
      <ShortcutSheet opened={sheetOpen} onClose={sheet.close} />
    </div>
  );
}
