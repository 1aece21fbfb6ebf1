import { Menu, SegmentedControl, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { IconChevronDown, IconLogout } from '@tabler/icons-react';
import { useDensity } from '../../lib/use-density.ts';
import { useSession } from '../../session/session-provider.tsx';
import classes from './user-menu.module.css';

const schemes = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'auto', label: 'System' },
];

const densities = [
  { value: 'normal', label: 'Normal rows' },
  { value: 'compact', label: 'Compact' },
];

/** Who is signed in, how the dashboard looks to them, and the way out. */
export function UserMenu() {
  const { name, role } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [density, setDensity] = useDensity();
  return (
    <Menu position="bottom-end" width={264} withinPortal closeOnItemClick={false}>
      <Menu.Target>
        <UnstyledButton className={classes.button} aria-label={`${name}, ${role}`}>
          <span className={classes.initial} aria-hidden>
            {name.slice(0, 1).toUpperCase()}
          </span>
          <IconChevronDown size={13} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.who}>
          <b>{name}</b>
          <span className="secondary small">{role}</span>
        </div>
        <Menu.Divider />
        <div className={classes.setting}>
          <SegmentedControl
            fullWidth
            aria-label="Theme"
            data={schemes}
            value={colorScheme}
            onChange={(value) => setColorScheme(value as 'light' | 'dark' | 'auto')}
          />
          <SegmentedControl
            fullWidth
            aria-label="Density"
            data={densities}
            value={density}
            onChange={(value) => setDensity(value as 'normal' | 'compact')}
          />
        </div>
        <Menu.Divider />
        <Menu.Item
          component="a"
          href="/auth/logout"
          leftSection={<IconLogout size={15} stroke={1.5} />}
        >
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
