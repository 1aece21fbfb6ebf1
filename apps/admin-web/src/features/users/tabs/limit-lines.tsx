import { formatCount } from '@purser/domain/money/format-usd';
import { Arithmetic } from '../../../components/arithmetic.tsx';
import { LimitBar } from '../../../components/limit-bar.tsx';
import { TimeAgo } from '../../../components/time-ago.tsx';
import type { LimitUse } from '../../../lib/limit-geometry.ts';
import { limitWords } from '../../../lib/limit-words.ts';
import { type Breakdown, type Line, limitArithmetic } from '../limit-arithmetic.ts';
import classes from './limits-tab.module.css';

type LimitLinesProps = { readonly lines: readonly Line[]; readonly grants: Breakdown['grants'] };

/** Every limit of one scope: the bar, the sum behind it, and when it starts anew. */
export function LimitLines({ lines, grants }: LimitLinesProps) {
  return (
    <div>
      {lines.map((line) => (
        <div key={line.limit} className={classes.line}>
          <LimitBar
            label={limitWords[line.limit].label}
            name={limitWords[line.limit].label}
            {...limitUse(line)}
            format={formatCount}
            window={line.window ?? 'live turns'}
            below={<Arithmetic {...limitArithmetic(line, grants)} />}
            aside={<StartsAnew at={line.resetsAt} />}
          />
        </div>
      ))}
    </div>
  );
}

function StartsAnew({ at }: { readonly at: string | null }) {
  if (at === null) return null;
  return (
    <>
      starts anew <TimeAgo at={at} />
    </>
  );
}

/** Live turns hold their slot, so holding one is using it. */
function limitUse(line: Line): LimitUse {
  const allowed = line.effective === null ? null : BigInt(line.effective);
  const [used, held] = [BigInt(line.used), BigInt(line.held)];
  return line.limit === 'MAX_CONCURRENT'
    ? { allowed, used: used + held, held: 0n }
    : { allowed, used, held };
}
