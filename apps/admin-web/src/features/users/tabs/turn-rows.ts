import type {
  DenialFieldsFragment,
  TurnRowFieldsFragment,
} from '../../../generated/users/graphql.ts';

export type TurnOrDenial =
  | {
      readonly kind: 'turn';
      readonly key: string;
      readonly atMs: number;
      readonly turn: TurnRowFieldsFragment;
    }
  | {
      readonly kind: 'denial';
      readonly key: string;
      readonly atMs: number;
      readonly denial: DenialFieldsFragment;
    };

/**
 * Turns and denials as one history, newest first. Denials older than the last turn of a page wait for
 * the page they belong to, so that paging through turns never shows a hole.
 */
export function turnRows(
  turns: readonly TurnRowFieldsFragment[],
  denials: readonly DenialFieldsFragment[],
  page: { readonly isFirst: boolean; readonly isLast: boolean },
): readonly TurnOrDenial[] {
  const turnItems = turns.map((turn) => ({
    kind: 'turn' as const,
    key: turn.id,
    atMs: Date.parse(turn.admittedAt),
    turn,
  }));
  const oldest = Math.min(...turnItems.map((item) => item.atMs));
  const newest = Math.max(...turnItems.map((item) => item.atMs));
  const denialItems = denials
    .map((denial) => ({
      kind: 'denial' as const,
      key: denial.id,
      atMs: Date.parse(denial.deniedAt),
      denial,
    }))
    .filter(
      (item) => (page.isLast || item.atMs >= oldest) && (page.isFirst || item.atMs <= newest),
    );
  return [...turnItems, ...denialItems].toSorted((a, b) => b.atMs - a.atMs);
}
