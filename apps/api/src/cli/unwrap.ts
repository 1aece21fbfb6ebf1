import type { Rejection } from '@purser/schema/contract/rejections';
import type { CommandOutcome } from '@purser/schema/contract/request-context';
import { CliError } from './cli-error.ts';

/** The value of a command that went through. Throws a CliError with the reason of one that did not. */
export function unwrap<Value>(outcome: CommandOutcome<Value, Rejection>): Value {
  if (outcome.ok) return outcome.value;
  throw new CliError(outcome.rejection.message);
}
