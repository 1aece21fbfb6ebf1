import type { UsageLine } from '@purser/schema/contract/turn';
import type { DemoUser } from './cast.ts';
import type { Random } from './random.ts';

type Model = readonly [provider: string, model: string];

const sonnet: Model = ['anthropic', 'claude-sonnet-4-5'];
const haiku: Model = ['anthropic', 'claude-haiku-4-5'];
const opus: Model = ['anthropic', 'claude-opus-4-5'];
const gpt: Model = ['openai', 'gpt-4.1'];
const gptMini: Model = ['openai', 'gpt-4.1-mini'];

/** What each app calls; a model named twice is called twice as often. */
const modelsByBundle: Readonly<Record<string, readonly [Model, ...Model[]]>> = {
  chat: [sonnet, sonnet, sonnet, haiku, gptMini],
  research: [sonnet, sonnet, opus, gpt],
  'code-review': [sonnet, sonnet, opus, gpt, gpt],
  'support-desk': [haiku, haiku, gptMini, gptMini, gpt],
};

/** Half of all prompts are shorter, in tokens. */
const inputMedian = 1_400;
const outputMedian = 480;

export type DemoWork = {
  readonly providers: readonly string[];
  readonly inputTokens: bigint;
  readonly maxOutputTokens: bigint;
  readonly usage: readonly UsageLine[];
};

/** What one turn of a user calls and costs. */
export function drawWork(user: DemoUser, bundleId: string, random: Random): DemoWork {
  const [provider, model] = random.pick(modelsByBundle[bundleId] ?? [sonnet]);
  const input = clamp(random.skewed(inputMedian * user.size, 0.8), 60, 40_000);
  const output = clamp(random.skewed(outputMedian * user.size, 0.7), 20, 3_800);
  const cached = random.chance(0.35) ? Math.floor(input * random.next() * 0.8) : 0;
  const line: UsageLine = {
    provider,
    model,
    inputTokens: BigInt(input - cached),
    outputTokens: BigInt(output),
    cacheReadTokens: BigInt(cached),
    cacheWriteTokens: 0n,
  };
  const searches = bundleId === 'research' ? [drawSearch(random)] : [];
  return {
    providers: [provider, ...searches.map((search) => search.provider)],
    inputTokens: BigInt(input),
    maxOutputTokens: output > 1_000 ? 4_000n : 1_000n,
    usage: [line, ...searches],
  };
}

/** A handful of web searches beside the model. */
function drawSearch(random: Random): UsageLine {
  return {
    provider: random.chance(0.6) ? 'brave' : 'duckduckgo',
    model: 'web-search',
    inputTokens: 0n,
    outputTokens: 0n,
    cacheReadTokens: 0n,
    cacheWriteTokens: 0n,
    units: BigInt(random.between(1, 6)),
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.round(Math.min(most, Math.max(least, value)));
}
