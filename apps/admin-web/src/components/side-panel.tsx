import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './side-panel.module.css';

/** What a row opens beside the list; its own address lives in the page's search parameters. */
export function SidePanel({
  title,
  onClose,
  children,
}: {
  readonly title: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  return (
    <Drawer
      opened
      onClose={onClose}
      title={title}
      size={560}
      classNames={{ title: classes.title, body: classes.body, header: classes.header }}
    >
      <div tabIndex={-1} data-autofocus className={classes.content}>
        {children}
      </div>
    </Drawer>
  );
}
