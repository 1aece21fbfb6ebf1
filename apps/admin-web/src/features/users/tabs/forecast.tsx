import { IconAlertTriangle, IconBan } from '@tabler/icons-react';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { limitWords } from '../../../lib/limit-words.ts';
import type { Breakdown } from '../limit-arithmetic.ts';
import classes from './limits-tab.module.css';

/** Which limit binds now, or will first at the pace of the last 24 hours. */
export function Forecast({ breakdown }: { readonly breakdown: Breakdown }) {
  const binding = breakdown.limits
    .filter((line) => line.bindsAt !== null && line.limit !== 'MAX_CONCURRENT')
    .toSorted((a, b) => Date.parse(a.bindsAt ?? '') - Date.parse(b.bindsAt ?? ''))[0];
  if (!binding?.bindsAt) return null;
  const label = limitWords[binding.limit].label.toLowerCase();
  const where = binding.scope === '*' ? '' : ` in ${binding.scope}`;
  if (Date.parse(binding.bindsAt) <= Date.parse(breakdown.at)) {
    return (
      <p className={classes.warning} data-tone="over">
        <IconBan size={16} stroke={1.75} aria-hidden />
        <span>
          <b>Binding now:</b> {label}
          {where}.
          {binding.resetsAt ? (
            <>
              {' '}
              Starts anew <TimeAgo at={binding.resetsAt} />.
            </>
          ) : null}
        </span>
      </p>
    );
  }
  return (
    <p className={classes.warning}>
      <IconAlertTriangle size={16} stroke={1.75} aria-hidden />
      <span>
        At the pace of the last 24 hours, {label}
        {where} binds <TimeAgo at={binding.bindsAt} />.
      </span>
    </p>
  );
}
