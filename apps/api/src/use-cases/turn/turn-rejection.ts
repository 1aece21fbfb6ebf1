import type { TurnRejection } from '@purser/schema/contract/turn';

const messages: Readonly<Record<TurnRejection['code'], string>> = {
  unknown_turn: 'No admitted turn has this turn_id in this project.',
  turn_closed: 'This turn is closed already; admit the work under a new turn_id.',
  turn_expired: 'This turn expired: its holds are gone. It can still be settled or released.',
  content_mismatch: 'This turn_id was used before with other content.',
  in_progress: 'Another admission of this turn_id is being decided. Ask again in a second.',
  not_ready: 'This process cannot decide turns yet; ask again in a few seconds.',
  invalid_value: 'A value is not allowed.',
};

/** A turn operation that could not be carried out, in words for the caller. */
export function turnRejection(code: TurnRejection['code']): {
  readonly ok: false;
  readonly rejection: TurnRejection;
} {
  return { ok: false, rejection: { code, message: messages[code] } };
}
