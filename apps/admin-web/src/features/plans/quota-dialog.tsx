import { Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ConfirmMoneyDialog } from '../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import { LimitChoiceRows } from '../../components/limit-choice-rows.tsx';
import { SetQuotaPolicyDocument, type SetQuotaPolicyInput } from '../../generated/plans/graphql.ts';
import { useCommand } from '../../lib/command.ts';
import { choiceOf, type LimitChoices, limitsInput } from '../../lib/limit-choices.ts';
import { limitNames, limitWords } from '../../lib/limit-words.ts';
import classes from './plans.module.css';
import type { Policy } from './quota-tab.tsx';

/** The seven limits of one plan in one bundle; unlimited is chosen in words. */
export function QuotaDialog({
  policy,
  onClose,
}: {
  readonly policy: Policy | null;
  readonly onClose: () => void;
}) {
  const send = useCommand(SetQuotaPolicyDocument);
  const [choices, setChoices] = useState<LimitChoices>(() => choicesOf(policy));
  const [pair, setPair] = useState({
    planId: policy?.planId ?? '',
    bundleId: policy?.bundleId ?? '*',
  });
  const [active, setActive] = useState(policy?.active ?? true);
  const where = pair.bundleId === '*' ? pair.planId : `${pair.planId} in ${pair.bundleId}`;
  return (
    <ConfirmMoneyDialog
      title={policy ? 'Change a quota policy' : 'Add a quota policy'}
      who={pair.planId === '' ? 'a plan' : `plan ${where}`}
      confirm={`Set the limits of ${where}`}
      input={policyInput({ ...pair, active }, choices, policy)}
      send={send}
      onClose={onClose}
    >
      {policy ? null : (
        <div className={classes.pair}>
          <TextInput
            label="Plan"
            description="One nobody knows is made, at price 0."
            value={pair.planId}
            data-autofocus
            onChange={(event) => setPair({ ...pair, planId: event.currentTarget.value.trim() })}
          />
          <TextInput
            label="Bundle"
            description="* is all bundles together."
            value={pair.bundleId}
            onChange={(event) => setPair({ ...pair, bundleId: event.currentTarget.value.trim() })}
          />
        </div>
      )}
      <LimitChoiceRows
        choices={choices}
        onChange={setChoices}
        {...(policy ? {} : { keepWords: 'choose' })}
      />
      {policy ? (
        <Checkbox
          label="In force: without it the plan’s users get the fallback limits"
          checked={active}
          onChange={(event) => setActive(event.currentTarget.checked)}
        />
      ) : null}
    </ConfirmMoneyDialog>
  );
}

function choicesOf(policy: Policy | null): LimitChoices {
  if (policy === null) return {};
  return Object.fromEntries(
    limitNames.map((name) => [
      limitWords[name].field,
      choiceOf(policy.limits[limitWords[name].field]),
    ]),
  );
}

/** Only what differs from the stored policy. A new one must say all seven limits. */
function policyInput(
  { active, ...pair }: { planId: string; bundleId: string; active: boolean },
  choices: LimitChoices,
  policy: Policy | null,
): SetQuotaPolicyInput | null {
  const limits = limitsInput(choices);
  if (limits === null || pair.planId === '' || pair.bundleId === '') return null;
  if (policy === null)
    return Object.keys(limits).length === limitNames.length
      ? { ...pair, limits, onlyIfMissing: true }
      : null;
  const changed = Object.entries(limits).filter(
    ([field, value]) => policy.limits[field as keyof typeof limits] !== value,
  );
  if (changed.length === 0 && active === policy.active) return null;
  return {
    ...pair,
    limits: Object.fromEntries(changed),
    ...(active === policy.active ? {} : { active }),
  };
}
