import type { ExampleOperation } from './example-operation.ts';
import { moneyExamples } from './money-examples.ts';
import { subscriptionExamples } from './subscription-examples.ts';
import { userExamples } from './user-examples.ts';

/** What operators ask and do most; commands come as dry runs. */
export const exampleOperations: readonly ExampleOperation[] = [
  ...userExamples,
  ...subscriptionExamples,
  ...moneyExamples,
];
