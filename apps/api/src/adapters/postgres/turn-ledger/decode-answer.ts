import type { ProviderHold } from '@purser/domain/quota/counter-types';
import type {
  MoneyPart,
  SettleResult,
  StoredTurn,
  TurnAnswer,
  TurnItem,
} from '../../../ports/turn-ledger.ts';
import type { AnswerRow } from '../posting-statement.ts';

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

/** Reads one answer row as the answer of its item. */
export function decodeAnswer(item: TurnItem, row: AnswerRow): TurnAnswer {
  switch (row.status) {
    case 'ok':
      return decodeDone(item, row);
    case 'replay':
      return item.op === 'release'
        ? { status: 'released', replayed: true, id: turnId(row) }
        : settled(row, true);
    case 'exists':
      return { status: 'exists', turn: storedTurn(row) };
    case 'short':
      return {
        status: 'short',
        primaryTokens: row.tokens ?? 0n,
        primaryAvailableMicroUsd: row.primary_available,
        walletAvailableMicroUsd: row.wallet_available ?? 0n,
        walletBalanceMicroUsd: row.wallet_balance ?? 0n,
      };
    case 'stale_epoch':
      return { status: 'stale_epoch' };
    case 'again':
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
  return {
    turnId: row.turn_key ?? '',
    userId: row.user_id ?? 0n,
    bundleId: row.bundle_id,
    version: Number(row.version),
    minute: Number(row.minute),
    tokens: Number(row.tokens),
  };
}

function decodeDone(item: TurnItem, row: AnswerRow): TurnAnswer {
  const id = turnId(row);
  switch (item.op) {
    case 'admit':
      return {
        status: 'admitted',
        id,
        primaryTokens: row.tokens ?? 0n,
        money: detail<readonly MoneyPart[]>(row),
        walletAvailableMicroUsd: row.wallet_available ?? 0n,
        anchorMinute: row.minute,
      };
    case 'settle':
      return settled(row, false);
    case 'release':
      return { status: 'released', replayed: false, id };
    case 'expire':
      return { status: 'expired', id };
    case 'heartbeat':
      return {
        status: 'beating',
        id,
        userId: row.user_id ?? 0n,
        bundleId: row.bundle_id,
        heldTokens: row.tokens ?? 0n,
        providerHolds: row.detail === null ? [] : detail<readonly ProviderHold[]>(row),
      };
  }
}

function settled(row: AnswerRow, replayed: boolean): TurnAnswer {
  return {
    status: 'settled',
    replayed,
    id: turnId(row),
    costMicroUsd: row.cost ?? 0n,
    tokensCharged: row.tokens ?? 0n,
    result: detail<SettleResult>(row),
    closedAtMs: row.closed_at?.getTime() ?? 0,
  };
}

/** The stored turn as JSON has it: amounts stay below 2^53 by the money bounds. */
type StoredTurnRow = Omit<StoredTurn, 'userId' | 'heldTokens'> & {
  readonly user_id: number;
  readonly held_tokens: number;
};

function storedTurn(row: AnswerRow): StoredTurn {
  const { id, state, content, decision, ...numbers } = detail<StoredTurnRow>(row);
  return {
    id,
    state,
    userId: BigInt(numbers.user_id),
    content,
    heldTokens: BigInt(numbers.held_tokens),
    decision,
  };
}

function turnId({ turn_id: id }: AnswerRow): string {
  if (id === null) throw new Error('purser_post answered without a turn.');
  return id;
}

/** purser_post wrote it; its shape is its operation's. */
function detail<T>({ detail: text }: AnswerRow): T {
  if (text === null) throw new Error('purser_post answered without its detail.');
  return JSON.parse(text) as T;
}
