/** What a stage of the test run needs before it can start. */
export type Service = 'postgres' | 'redis' | 'chromium';

/** A group of cached tasks that share an allowance of time. */
export type Stage = {
  readonly name: string;
  /** The tasks of turbo.json that make up the stage. */
  readonly tasks: readonly string[];
  /** Its part of the sixteen minutes that a whole run may take on two cores. */
  readonly shareSeconds: number;
  readonly needs: readonly Service[];
  /** How many tasks run side by side. A suite uses both cores by itself. */
  readonly concurrency: number;
  /** The suite whose result files the tasks leave in `.results`; without one each task counts as one test. */
  readonly suite?: string;
  readonly isQuick?: boolean;
};

/** The parts of a run, in order. Installing the packages takes half a minute more, before this program starts. */
export const stages: readonly Stage[] = [
  {
    name: 'generated code',
    tasks: ['codegen'],
    shareSeconds: 60,
    needs: [],
    concurrency: 2,
    isQuick: true,
  },
  {
    name: 'static checks',
    tasks: [
      'typecheck',
      'check:style',
      'check:rules',
      'check:boundaries',
      'check:unused',
      'check:coverage',
    ],
    shareSeconds: 120,
    needs: [],
    concurrency: 2,
    isQuick: true,
  },
  {
    name: 'unit and property',
    tasks: ['test:unit'],
    shareSeconds: 120,
    needs: [],
    concurrency: 1,
    suite: 'unit',
    isQuick: true,
  },
  {
    name: 'integration',
    tasks: ['test:integration'],
    shareSeconds: 210,
    needs: ['postgres', 'redis'],
    concurrency: 1,
    suite: 'integration',
  },
  {
    name: 'model and simulation',
    tasks: ['test:model'],
    shareSeconds: 120,
    needs: ['postgres', 'redis'],
    concurrency: 1,
    suite: 'model',
  },
  {
    name: 'crash',
    tasks: ['test:crash'],
    shareSeconds: 90,
    needs: ['postgres', 'redis'],
    concurrency: 1,
    suite: 'crash',
  },
  { name: 'build', tasks: ['build', 'check:bundle'], shareSeconds: 60, needs: [], concurrency: 2 },
  {
    name: 'end-to-end',
    tasks: ['test:e2e'],
    shareSeconds: 150,
    needs: ['postgres', 'chromium'],
    concurrency: 1,
    suite: 'e2e',
  },
];
