import { resolve } from 'node:path';
import type { StampedStep } from '@purser/local-services/stamped-step';

const within = (path: string) => resolve(import.meta.dirname, '..', path);

/** The database client: what the server imports but git does not keep. Its stamp lies with it, so they travel together. */
export const clientStep: StampedStep = {
  inputs: ['schema.prisma', 'prisma.config.ts', 'src/generate.ts', '../pnpm-lock.yaml'].map(within),
  outputs: ['src/generated/client/client.ts', 'src/generated/pothos/types.ts'].map(within),
  stamp: within('src/generated/stamp'),
};
