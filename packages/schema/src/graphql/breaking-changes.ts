/**
 * Breaking changes since the released copy of the schema that are meant, word for word as the test
 * prints them. Emptied when the released copy is renewed.
 */
export const declaredBreakingChanges: readonly string[] = [
  'Turn.decision changed type from JSON! to TurnDecision!.',
];
