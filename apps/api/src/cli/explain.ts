import { CliError, UsageError } from './cli-error.ts';
import type { Command } from './command.ts';
import { explainTurn } from './explain/explain-turn.ts';
import { explainUser } from './explain/explain-user.ts';
import { print } from './output.ts';
import { visitApp } from './visit-app.ts';

export const command: Command = {
  usage: '<turn id | user id>',
  details: `
  Of a turn: plan, what was asked and held, the limits as they were, what it cost and who paid, or why
  it was denied. Of a user: each limit as a sum, what is used, held and left, and the last denial.`,
  run: async ([id, ...rest]) => {
    if (id === undefined || rest.length > 0) throw new UsageError('Say which turn or user.');
    await visitApp(async ({ useCases, ctx }) => {
      const lineage = await useCases.turn.lineage(ctx, { turnId: id });
      const isTurn = lineage.turn !== null || lineage.denials.length > 0;
      const lines = isTurn ? explainTurn(lineage) : await userLines();
      for (const line of lines) print(line);

      async function userLines(): Promise<string[]> {
        const view =
          (await useCases.user.get(ctx, { userId: id ?? '' })) === null
            ? null
            : await useCases.quota.breakdown(ctx, { userId: id ?? '' });
        if (view === null) throw new CliError(`There is no turn and no user "${id}".`);
        return explainUser(view);
      }
    });
  },
};
