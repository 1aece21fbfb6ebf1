import type { ProviderHold } from '@purser/domain/quota/counter-types';
import type {
  MoneyPart,
  SettleResult,
  StoredTurn,
  TurnAnswer,
  TurnItem,
} from '../../../ports/turn-ledger.ts';

/** A row that purser_post answers. */
export type AnswerRow = {
  readonly ordinal: number;
  readonly status: string;
  readonly answer: Readonly<Record<string, unknown>> | null;
};

/** What a closed turn's commit tells besides its answer. */
export type ClosedTurn = {
  /** The caller's id, as the counters know the turn. */
  readonly turnId: string;
  readonly userId: bigint;
  readonly bundleId: string | null;
  readonly version: number;
  readonly minute: number;
  readonly tokens: number;
};

/** Reads one answer row as the answer of its item. Amounts stay below 2^53 by the money bounds. */
export function decodeAnswer(item: TurnItem, row: AnswerRow): TurnAnswer {
  const answer = row.answer ?? {};
  switch (row.status) {
    case 'ok':
      return decodeDone(item, answer);
    case 'replay':
      return item.op === 'release'
        ? { status: 'released', id: String(answer.id) }
        : settled(answer, true);
    case 'exists':
      return { status: 'exists', turn: storedTurn(answer) };
    case 'short':
      return {
        status: 'short',
        primaryTokens: big(answer.primary_tokens),
        primaryAvailableMicroUsd: bigOrNull(answer.primary_available),
        walletAvailableMicroUsd: big(answer.wallet_available),
        walletBalanceMicroUsd: big(answer.wallet_balance),
      };
    case 'again':
    case 'stale_epoch':
    case 'primary_closed':
      return { status: 'again' };
    case 'unknown_turn':
    case 'turn_closed':
    case 'turn_expired':
    case 'content_mismatch':
      return { status: row.status };
    default:
      throw new Error(`purser_post answered ${row.status} to ${item.op}.`);
  }
}

/** The closed turn behind an answer row, if one closed. */
export function closedTurn(item: TurnItem, row: AnswerRow): ClosedTurn | null {
  if (row.status !== 'ok' || item.op === 'admit' || item.op === 'heartbeat') return null;
  const answer = row.answer ?? {};
  return {
    turnId: String(answer.external_id),
    userId: big(answer.user_id),
    bundleId: textOrNull(answer.bundle_id),
    version: Number(answer.version),
    minute: Number(answer.minute),
    tokens: Number(answer.tokens),
  };
}

function decodeDone(item: TurnItem, answer: Readonly<Record<string, unknown>>): TurnAnswer {
  const id = String(answer.id);
  switch (item.op) {
    case 'admit':
      return {
        status: 'admitted',
        id,
        primaryTokens: big(answer.primary_tokens),
        money: answer.money as readonly MoneyPart[],
        walletAvailableMicroUsd: big(answer.wallet_available),
        anchorMinute: answer.anchor_minute === undefined ? null : Number(answer.anchor_minute),
      };
    case 'settle':
      return settled(answer, false);
    case 'release':
      return { status: 'released', id };
    case 'expire':
      return { status: 'expired', id };
    case 'heartbeat':
      return {
        status: 'beating',
        id,
        userId: big(answer.user_id),
        bundleId: textOrNull(answer.bundle_id),
        heldTokens: big(answer.held_tokens),
        providerHolds: (answer.provider_holds ?? []) as readonly ProviderHold[],
      };
  }
}

function settled(answer: Readonly<Record<string, unknown>>, replayed: boolean): TurnAnswer {
  return {
    status: 'settled',
    replayed,
    id: String(answer.id),
    costMicroUsd: big(answer.cost),
    tokensCharged: big(answer.tokens),
    result: answer.result as SettleResult,
    closedAtMs: Date.parse(String(answer.closed_at)),
  };
}

function storedTurn(answer: Readonly<Record<string, unknown>>): StoredTurn {
  return {
    id: String(answer.id),
    state: answer.state as StoredTurn['state'],
    userId: big(answer.user_id),
    content: String(answer.content),
    heldTokens: big(answer.held_tokens),
    decision: answer.decision,
  };
}

function big(value: unknown): bigint {
  return BigInt(Number(value ?? 0));
}

function bigOrNull(value: unknown): bigint | null {
  return value === null || value === undefined ? null : big(value);
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
