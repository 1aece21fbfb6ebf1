import { Button } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { DenialFieldsFragment } from '../../../generated/users/graphql.ts';
import { readDenialReasons } from '../../../lib/denials.ts';
import { useSession } from '../../../session/session-provider.tsx';
import classes from './remedies.module.css';
import { type Remedy, remediesFor } from './remedy-actions.ts';

const route = getRouteApi('/users/$userId');

/** From the reason to the cure: the actions that would let the next turn pass. */
export function Remedies({ denials }: { readonly denials: readonly DenialFieldsFragment[] }) {
  const navigate = route.useNavigate();
  const { permissions } = useSession();
  const reasons = denials.flatMap((denial) => readDenialReasons(denial.denials));
  const remedies = remediesFor(reasons).filter((remedy) => permissions.has(remedy.permission));
  const isProviders = reasons.some(({ reason }) => reason === 'provider_budget_exceeded');
  if (remedies.length === 0 && !isProviders) return null;
  return (
    <div className={classes.remedies}>
      <h3 className={classes.title}>What would help</h3>
      <div className={classes.buttons}>
        {remedies.map((remedy, index) => (
          <Button
            key={remedy.dialog}
            variant={index === 0 ? 'filled' : 'default'}
            onClick={() => void navigate({ search: searchOf(remedy.dialog) })}
          >
            {remedy.label}
          </Button>
        ))}
        {isProviders ? (
          <Link to="/budgets" search={{ tab: 'providers' }}>
            See the provider budgets
          </Link>
        ) : null}
      </div>
    </div>
  );
}

/** Where a remedy's dialog is at home. */
function searchOf(dialog: Remedy['dialog']) {
  return dialog === 'period'
    ? ({ tab: 'subscription', subscription: 'top-up' } as const)
    : ({ tab: 'turns', dialog } as const);
}
