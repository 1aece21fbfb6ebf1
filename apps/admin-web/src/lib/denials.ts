import { formatCount, formatUsd } from '@purser/domain/money/format-usd';
import { limitWordsOf } from '@purser/domain/quota/limits';
import { span, utcClock, utcDay } from './instants.ts';

/** One reason of a denial, as admission recorded it. */
export type DenialReason = {
  readonly reason: string;
  readonly limit: string | null;
  readonly scope: string | null;
  readonly provider: string | null;
  readonly window: string | null;
  readonly allowed: bigint | null;
  readonly used: bigint | null;
  readonly held: bigint | null;
  /** Micro-dollars that a source had, and would have had to have. */
  readonly available: bigint | null;
  readonly needed: bigint | null;
  readonly retryAfterSeconds: number | null;
  readonly wouldPassIf: string | null;
};

/** The denials of a `JSON` field. What is not there stays null: records outlive the versions that wrote them. */
export function readDenialReasons(denials: unknown): readonly DenialReason[] {
  if (!Array.isArray(denials)) return [];
  return denials.filter(isRecord).map((item) => ({
    reason: text(item, 'reason') ?? 'denied',
    limit: text(item, 'limit'),
    scope: text(item, 'scope'),
    provider: text(item, 'provider'),
    window: text(item, 'window'),
    allowed: count(item, 'allowed', 'allowedMicroUsd'),
    used: count(item, 'used', 'spentMicroUsd'),
    held: count(item, 'held', 'heldMicroUsd'),
    available: count(item, 'availableMicroUsd'),
    needed: count(item, 'neededMicroUsd'),
    retryAfterSeconds: seconds(item, 'retryAfterSeconds', 'retry_after_seconds'),
    wouldPassIf: text(item, 'wouldPassIf', 'would_pass_if'),
  }));
}

const headlines: Readonly<Record<string, string>> = {
  suspended: 'The user is suspended',
  provider_budget_exceeded: 'A provider budget is used up',
  rate_limited: 'A limit of the plan is reached',
  no_funding_source: 'Nobody pays for this user',
  wallet_insufficient: 'The wallet holds too little',
  subscription_exhausted: 'The paid period is used up',
  project_budget_exhausted: 'The project budget is used up',
};

/** What a reason code means, in a few words. */
export function denialHeadline(reason: string): string {
  return headlines[reason] ?? reason.replaceAll('_', ' ');
}

/** The reason with its numbers: `Requests per day: 10 used, 0 held of 10; again in 5 h.` */
export function denialSentence(denial: DenialReason): string {
  if (denial.available !== null && denial.needed !== null)
    return `${formatUsd(denial.available)} available, ${formatUsd(denial.needed)} needed.`;
  const subject = denial.provider
    ? `${denial.provider}, ${denial.window ?? 'its window'}`
    : denial.limit && limitNameWords(denial.limit);
  const format = denial.provider ? formatUsd : formatCount;
  const parts = [
    denial.used === null ? null : `${format(denial.used)} used`,
    denial.held === null || denial.held === 0n ? null : `${format(denial.held)} held`,
    denial.allowed === null ? null : `of ${format(denial.allowed)} allowed`,
  ].filter((part) => part !== null);
  const scope = denial.scope && denial.scope !== '*' ? ` in ${denial.scope}` : '';
  const retry =
    denial.retryAfterSeconds === null
      ? ''
      : `; free again after ${span(denial.retryAfterSeconds * 1000)}`;
  if (subject === null && parts.length === 0) return '';
  const numbers = parts.join(', ').replace(/, of/, ' of');
  return `${subject ?? 'In all'}${scope}: ${numbers}${tooFew(denial)}${retry}.`;
}

/** A limit that is not full denied a turn that asked for more than it had left. */
function tooFew({ limit, allowed, used, held }: DenialReason): string {
  if (limit === null || allowed === null || used === null) return '';
  const left = allowed - used - (held ?? 0n);
  return left > 0n ? `; the ${formatCount(left)} left are fewer than it asked for` : '';
}

/** The clause of "would pass if", with instants as people write them. */
export function wouldPassWords(clause: string): string {
  return clause
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (instant) => {
      const atMs = Date.parse(instant);
      return `${utcDay(atMs)}, ${utcClock(atMs)} UTC`;
    })
    .replace(/^it would pass if /i, '')
    .replace(/\.$/, '');
}

/** A limit's name as people read it, whether it was recorded as `requestsPerDay` or `requests_per_day`. */
export function limitNameWords(limit: string): string {
  const words = limitWordsOf(limit);
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function text(item: Record<string, unknown>, ...names: string[]): string | null {
  for (const name of names) if (typeof item[name] === 'string') return item[name];
  return null;
}

function count(item: Record<string, unknown>, ...names: string[]): bigint | null {
  for (const name of names) {
    const value = item[name];
    if (typeof value === 'string' && /^-?\d+$/.test(value)) return BigInt(value);
    if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  }
  return null;
}

function seconds(item: Record<string, unknown>, ...names: string[]): number | null {
  for (const name of names) if (typeof item[name] === 'number') return item[name];
  return null;
}
