/** The project's own money as an alert looks at it. */
export type ProjectMoney = {
  readonly balanceMicroUsd: bigint;
  /** Balance less held money. */
  readonly availableMicroUsd: bigint;
  /** How far below zero holds may go; null = unlimited. */
  readonly overdraftMicroUsd: bigint | null;
  /** The last time an operator added money; null = never. */
  readonly lastTopUpMicroUsd: bigint | null;
};

export type ProjectLevel = 'low' | 'negative' | 'overdraft_passed';

/** A project has little left when less than a tenth of its last top-up is. */
const lowShareOfTopUp = 10n;

/**
 * How bad a project's budget is, or null while it is well (rule F11). Only the worst is said: a
 * project that facts have taken below its overdraft is also negative.
 */
export function projectLevel(money: ProjectMoney): ProjectLevel | null {
  const { balanceMicroUsd, availableMicroUsd, overdraftMicroUsd, lastTopUpMicroUsd } = money;
  if (overdraftMicroUsd !== null && balanceMicroUsd + overdraftMicroUsd < 0n) {
    return 'overdraft_passed';
  }
  if (balanceMicroUsd < 0n) return 'negative';
  if (lastTopUpMicroUsd === null) return null;
  return availableMicroUsd * lowShareOfTopUp < lastTopUpMicroUsd ? 'low' : null;
}
