import { Tabs as MantineTabs } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import classes from './tabs.module.css';

type TabsProps<Value extends string> = {
  readonly label: string;
  readonly tabs: readonly { readonly value: Value; readonly label: ReactNode }[];
  readonly value: Value;
  /** The tab lives in the link, so changing it is a navigation. */
  readonly onChange: (value: Value) => void;
  /** The panel of the open tab. */
  readonly children: ReactNode;
};

/** Parts of one page, each with a link of its own. */
export function Tabs<Value extends string>({
  label,
  tabs,
  value,
  onChange,
  children,
}: TabsProps<Value>) {
  const open = (next: string | null) => {
    const tab = tabs.find((candidate) => candidate.value === next);
    if (tab) onChange(tab.value);
  };
  const at = tabs.findIndex((tab) => tab.value === value);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const all = list.current;
    const tab = all?.querySelectorAll('[role="tab"]')[at];
    if (!all || !tab) return;
    const observer = new ResizeObserver(() => showWithin(all, tab));
    observer.observe(all);
    return () => observer.disconnect();
  }, [at]);
  return (
    <MantineTabs
      value={value}
      onChange={open}
      keepMounted={false}
      classNames={{ list: classes.list, tab: classes.tab }}
    >
      <MantineTabs.List ref={list} aria-label={label}>
        {tabs.map((tab) => (
          <MantineTabs.Tab key={tab.value} value={tab.value}>
            {tab.label}
          </MantineTabs.Tab>
        ))}
      </MantineTabs.List>
      <MantineTabs.Panel value={value} pt={20}>
        {children}
      </MantineTabs.Panel>
    </MantineTabs>
  );
}

/** Brings the open tab into a list that is wider than the screen, and leaves the page where it is. */
function showWithin(list: Element, tab: Element): void {
  const shown = list.getBoundingClientRect();
  const { left, right } = tab.getBoundingClientRect();
  if (left < shown.left) list.scrollLeft -= Math.ceil(shown.left - left);
  if (right > shown.right) list.scrollLeft += Math.ceil(right - shown.right);
}
