import './scalars.ts';
import './command/error-types.ts';
import './plan/plan.ts';
import './plan/upsert-plan.ts';
import './quota/quota-policy.ts';
import './quota/quota-commands.ts';
import './budget/budget-policy.ts';
import './budget/project-budget.ts';
import './budget/project-budget-commands.ts';
import './budget/provider-budget.ts';
import './budget/price.ts';
import './budget/revenue.ts';
import './budget/spend.ts';
import './project/project.ts';
import './grant/grants.ts';
import './grant/grant-commands.ts';
import './grant/revoke-grant.ts';
import './user/me.ts';
import './user/user.ts';
import './user/users.ts';
import './user/user-commands.ts';
import './wallet/add-wallet-credits.ts';
import './ledger/account.ts';
import './turn/turns.ts';
import './audit/audit.ts';
import './history/history-fields.ts';
import './key/service-key.ts';
import './key/service-key-commands.ts';
import './job/job.ts';
import './overview/overview.ts';
import { builder } from './builder.ts';

builder.queryType({});
builder.mutationType({});

/** The whole schema; building it needs no database and no environment. */
export const schema = builder.toSchema();
