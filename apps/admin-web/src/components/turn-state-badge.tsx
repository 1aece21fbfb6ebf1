import type { TurnRowFieldsFragment } from '../generated/fragments/graphql.ts';
import { StatusBadge, type Tone } from './status-badge.tsx';

const states: Readonly<
  Record<TurnRowFieldsFragment['state'] | 'DENIED', { tone: Tone; word: string }>
> = {
  ADMITTED: { tone: 'live', word: 'running' },
  SETTLED: { tone: 'ok', word: 'settled' },
  RELEASED: { tone: 'neutral', word: 'released' },
  EXPIRED: { tone: 'attention', word: 'expired' },
  DENIED: { tone: 'broken', word: 'denied' },
};

export function TurnStateBadge({ state }: { readonly state: keyof typeof states }) {
  return <StatusBadge tone={states[state].tone}>{states[state].word}</StatusBadge>;
}
