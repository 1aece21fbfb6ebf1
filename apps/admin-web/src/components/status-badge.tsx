import {
  IconAlertTriangle,
  IconBan,
  IconCircle,
  IconCircleCheck,
  IconCircleDashed,
  IconInfoCircle,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './status-badge.module.css';

export type Tone = 'ok' | 'attention' | 'broken' | 'info' | 'neutral' | 'live';

const icons = {
  ok: IconCircleCheck,
  attention: IconAlertTriangle,
  broken: IconBan,
  info: IconInfoCircle,
  neutral: IconCircle,
  live: IconCircleDashed,
} as const;

type StatusBadgeProps = {
  readonly tone: Tone;
  readonly children: ReactNode;
  readonly title?: string;
};

/** A state as icon, word and colour together, so that none has to be seen to understand it. */
export function StatusBadge({ tone, children, title }: StatusBadgeProps) {
  const Icon = icons[tone];
  return (
    <span className={classes.badge} data-tone={tone} title={title}>
      <Icon size={14} stroke={1.75} aria-hidden />
      <span className={classes.word}>{children}</span>
    </span>
  );
}
