import type { UseCases } from '@purser/schema/graphql/use-cases';
import { bindCommand } from '../command/bind-command.ts';
import { projectNow } from '../project-now.ts';
import type { UseCaseDeps } from '../use-case-deps.ts';
import { planFacts } from './plan-facts.ts';
import { searchUsers } from './search-users.ts';
import { setUserRole } from './set-user-role.ts';
import { resumeUser, suspendUser } from './suspend-user.ts';
import { userView } from './user-view.ts';

export function userUseCases(deps: UseCaseDeps): UseCases['user'] {
  return {
    search: (ctx, filter) => searchUsers(deps, ctx, filter),
    get: async (ctx, { userId }) => {
      const user = await deps.readers.users.find(ctx.scope, userId);
      if (user === null) return null;
      const { rules } = await deps.rules.rules(ctx.scope);
      const facts = await deps.readers.subscriptions.facts(ctx.scope, [user.id]);
      const subscription = facts.get(user.id) ?? null;
      const now = await projectNow(deps, ctx);
      return userView(user, planFacts(rules), { subscription, now });
    },
    setRole: bindCommand(deps, setUserRole),
    suspend: bindCommand(deps, suspendUser),
    resume: bindCommand(deps, resumeUser),
  };
}
