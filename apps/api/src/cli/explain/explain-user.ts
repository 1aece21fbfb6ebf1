import type { BreakdownView } from '@purser/domain/breakdown/breakdown';
import type { LimitLine } from '@purser/domain/breakdown/limit-line';
import { formatCount, formatUsd } from '@purser/domain/money/format-usd';
import { limitWords } from '@purser/domain/quota/limits';
import { denialSentence } from './explain-turn.ts';

/** What a user may do now and why: the plan, each finite limit as a sum, the money behind it, the last denial. */
export function explainUser(view: BreakdownView): string[] {
  const finite = view.limits.filter(({ effective }) => effective !== null);
  const [denial] = view.recentDenials;
  return [
    `${view.userId} is ${view.role} on plan ${view.planId} (${view.planSource}).`,
    ...finite.map((line) => `  ${limitSum(line)}`),
    `  money     ${fundingOf(view)}`,
    ...(denial === undefined
      ? []
      : [
          `  denied    ${denial.at.toISOString()} ${denial.denials.map(denialSentence).join('; ')}`,
        ]),
  ];
}

function limitSum({ limit, scope, base, replacedBy, added, effective, ...counts }: LimitLine) {
  const name = `${limitWords[limit]}${scope === '*' ? '' : ` in ${scope}`}`;
  const start = `${base === null ? 'unlimited' : formatCount(base)} ${replacedBy === null ? 'plan' : 'override'}`;
  const sum = added === 0n ? start : `${start} + ${formatCount(added)} grants`;
  const left = counts.remaining === null ? 'unlimited' : formatCount(counts.remaining);
  return `${name.padEnd(20)} ${sum} = ${formatCount(effective ?? 0n)} · ${formatCount(counts.used)} used · ${formatCount(counts.held)} held · ${left} left`;
}

function fundingOf({ projectFunding, wallet }: BreakdownView): string {
  const { applies, availableMicroUsd } = projectFunding;
  const project = !applies
    ? 'the project does not pay'
    : `the project pays (${availableMicroUsd === null ? 'unlimited' : formatUsd(availableMicroUsd)} available)`;
  return wallet === null
    ? `${project}, no wallet`
    : `${project}, wallet ${formatUsd(wallet.availableMicroUsd)} available`;
}
