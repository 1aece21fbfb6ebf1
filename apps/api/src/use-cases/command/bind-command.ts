import type { Rejection } from '@purser/schema/contract/rejections';
import type {
  CommandMeta,
  CommandOutcome,
  RequestContext,
} from '@purser/schema/contract/request-context';
import { type CommandDefinition, type CommandDeps, runCommand } from './run-command.ts';

/** A command as surfaces call it. */
export function bindCommand<Input, State, Change, Value>(
  deps: CommandDeps,
  definition: CommandDefinition<Input, State, Change, Value>,
): (
  ctx: RequestContext,
  input: Input,
  meta: CommandMeta,
) => Promise<CommandOutcome<Value, Rejection>> {
  return (ctx, input, meta) => runCommand(deps, definition, { ctx, input, meta });
}
