import { useNowMs } from '../lib/clock.tsx';
import { exactInstant, relativeTime } from '../lib/instants.ts';

/** An instant as its distance from the project's now; UTC and local time on hover. */
export function TimeAgo({
  at,
  none = 'never',
}: {
  readonly at: string | null;
  readonly none?: string;
}) {
  const nowMs = useNowMs();
  if (at === null) return <span className="secondary">{none}</span>;
  const atMs = Date.parse(at);
  return (
    <time dateTime={at} title={exactInstant(atMs)} className="nowrap">
      {relativeTime(atMs, nowMs)}
    </time>
  );
}
