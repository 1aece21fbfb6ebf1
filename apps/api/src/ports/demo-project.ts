/** Whether a project has demo data: what its first start asked for, kept for all later ones. */
export type DemoChoice = 'demo' | 'empty';

/** A user who was denied, in a sentence; the turn's page shows the arithmetic. */
export type DemoStory = {
  readonly userId: string;
  readonly turnId: string;
  readonly sentence: string;
};

/**
 * The project's side of the demo: its clock, which stands in the past while past days are written, and what was chosen
 * for it. Only the clock of a project of kind `demo` is ever moved.
 */
export interface DemoProject {
  /** Real time by the database's clock, in milliseconds since 1970. */
  realNowMs(): Promise<number>;
  /** Moves the project's clock to an instant of the past, from which it runs on; never ahead of real time. */
  moveTo(atMs: number): Promise<void>;
  /** Ends the shift into the past; a clock that an operator has moved ahead or frozen stays. */
  reset(): Promise<void>;
  /** Whether an operator has moved the clock ahead or frozen it: then no past is written under it. */
  hasOwnClock(): Promise<boolean>;
  /** When the newest turn was admitted; null in a project without any. */
  newestTurnMs(): Promise<number | null>;
  /** Lets PostgreSQL look at what was written: a database filled within seconds is planned for as if it were empty. */
  refreshStatistics(): Promise<void>;
  /** What the project was begun with; null before its first start. */
  choice(): Promise<DemoChoice | null>;
  choose(choice: DemoChoice): Promise<void>;
  /** What Overview tells a newcomer. */
  tellStory(story: DemoStory): Promise<void>;
}
