/** How far a signed call's time may be from ours, either way (rule D1). */
const signatureWindowMs = 300_000;

/** Nonces are remembered longer than any signature stays valid. */
export const nonceKeepMs = 600_000;

const nonceLength = { min: 16, max: 64 } as const;

type SignedCall = {
  readonly method: string;
  /** The path with its query, as it was sent. */
  readonly path: string;
  readonly bodySha256Hex: string;
  /** Unix seconds, as the header says them. */
  readonly timestamp: string;
  readonly nonce: string;
};

/** The five lines that a data plane signs with HMAC-SHA-256 (rule D1). */
export function signedText(call: SignedCall): string {
  return [call.method, call.path, call.bodySha256Hex, call.timestamp, call.nonce].join('\n');
}

/** Whether the time of a call is near enough to ours. */
export function isTimely(timestamp: string, nowMs: number): boolean {
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  return Math.abs(nowMs - Number(timestamp) * 1_000) <= signatureWindowMs;
}

/** Whether a nonce has a length that is neither guessable nor a burden. */
export function isNonce(text: string): boolean {
  return (
    /^[\x21-\x7e]+$/.test(text) && text.length >= nonceLength.min && text.length <= nonceLength.max
  );
}
