import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { Facts } from '../../components/facts.tsx';
import { Section } from '../../components/section.tsx';
import { SettingsDocument } from '../../generated/settings/graphql.ts';
import { useNowMs, useProjectClock } from '../../lib/clock.tsx';
import { exactInstant, span } from '../../lib/instants.ts';

/** What time it is in the project; where nothing is real, it may be moved. */
export function ClockSection({
  mayMove,
  onMove,
}: {
  readonly mayMove: boolean;
  readonly onMove: () => void;
}) {
  const kind = useQuery(SettingsDocument).data?.project.kind;
  const { offsetMs, frozenAtMs } = useProjectClock();
  const nowMs = useNowMs();
  const isLive = kind === undefined || kind === 'live';
  return (
    <Section
      title="Clock"
      framed
      aside={
        mayMove && !isLive ? (
          <Button variant="default" size="compact-sm" onClick={onMove}>
            Move the clock
          </Button>
        ) : null
      }
    >
      <Facts
        facts={[
          { term: 'Now', value: exactInstant(nowMs) },
          { term: 'Runs', value: frozenAtMs === null ? 'yes' : 'no, it stands still' },
          { term: 'Against real time', value: shiftWords(frozenAtMs, offsetMs) },
          {
            term: 'Can be moved',
            value: isLive
              ? 'no: the clock of a live project is real time'
              : 'yes, forwards: periods, windows, expiries and jobs follow it',
          },
        ]}
      />
    </Section>
  );
}

function shiftWords(frozenAtMs: number | null, offsetMs: number): string {
  if (frozenAtMs !== null) return 'frozen';
  if (Math.abs(offsetMs) < 1_000) return 'the same';
  return `${span(Math.abs(offsetMs))} ${offsetMs > 0 ? 'ahead' : 'behind'}`;
}
