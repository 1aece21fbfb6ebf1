export type MoneyPart = { readonly name: string; readonly amountMicroUsd: bigint };

export type UsageItem = {
  readonly provider: string;
  readonly model: string;
  readonly inputTokens: bigint;
  readonly outputTokens: bigint;
};

/** Who paid, in order, from the recorded result of settling. */
export function readPaidBy(result: unknown): readonly MoneyPart[] {
  return moneyParts(field(result, 'paidBy') ?? field(result, 'paid_by'), 'source');
}

/** What the project absorbed, and why. */
export function readAbsorbed(result: unknown): readonly MoneyPart[] {
  return moneyParts(field(result, 'absorbed'), 'reason');
}

/** What was noticed while settling: an undeclared provider, a missing price. */
export function readFlags(result: unknown): readonly string[] {
  return listOf(field(result, 'flags')).filter((flag) => typeof flag === 'string');
}

/** The usage lines a turn was settled with. */
export function readUsage(usage: unknown): readonly UsageItem[] {
  return listOf(usage).map((item) => ({
    provider: textOf(field(item, 'provider')) ?? 'unknown',
    model: textOf(field(item, 'model')) ?? 'unknown',
    inputTokens: countOf(field(item, 'inputTokens') ?? field(item, 'input_tokens')) ?? 0n,
    outputTokens: countOf(field(item, 'outputTokens') ?? field(item, 'output_tokens')) ?? 0n,
  }));
}

function moneyParts(list: unknown, nameField: string): readonly MoneyPart[] {
  return listOf(list).flatMap((item) => {
    const name = textOf(field(item, nameField));
    const amountMicroUsd = countOf(field(item, 'amountMicroUsd') ?? field(item, 'amount'));
    return name === null || amountMicroUsd === null || amountMicroUsd === 0n
      ? []
      : [{ name, amountMicroUsd }];
  });
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function countOf(value: unknown): bigint | null {
  if (typeof value === 'string' && /^-?\d+$/.test(value)) return BigInt(value);
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : null;
}
