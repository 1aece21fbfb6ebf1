/** Which requests a key is for; it is part of the key, so that nobody mistakes one for the other. */
export const apiKeyEnvironments = ['live', 'test'] as const;

export type ApiKeyEnvironment = (typeof apiKeyEnvironments)[number];

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const keyIdLength = 12;
const secretLength = 32;
/** 62^6 is above 2^32. */
const checkLength = 6;

/** A number as base62 of a fixed length; what does not fit is cut off from the front. */
export function base62(value: bigint, length: number): string {
  let rest = value;
  let text = '';
  for (let place = 0; place < length; place += 1) {
    text = (digits[Number(rest % 62n)] ?? '') + text;
    rest /= 62n;
  }
  return text;
}

/** CRC-32 (IEEE) of an ASCII text, as zip and PNG compute it. */
export function crc32(text: string): number {
  let crc = 0xffffffff;
  for (const character of text) {
    crc ^= character.charCodeAt(0);
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

export type ApiKeyText = {
  /** The public handle, by which a key is found. */
  readonly keyId: string;
  /** What lists show. */
  readonly prefix: string;
  /** The whole key. */
  readonly key: string;
};

/**
 * A key out of randomness (rule C5): `<brand>_<live|test>_`, 12 digits of handle, 32 of secret (190 bits),
 * 6 of a CRC-32 over all before it, so that a mistyped key is recognised without asking anybody.
 */
export function writeApiKey({
  brand,
  environment,
  handle,
  secret,
}: {
  readonly brand: string;
  readonly environment: ApiKeyEnvironment;
  readonly handle: bigint;
  readonly secret: bigint;
}): ApiKeyText {
  const keyId = base62(handle, keyIdLength);
  const prefix = `${brand}_${environment}_${keyId}`;
  const body = `${prefix}_${base62(secret, secretLength)}`;
  return { keyId, prefix, key: body + base62(BigInt(crc32(body)), checkLength) };
}

/** Whether a text can be a key at all: its form and its check digits. */
export function isApiKey(text: string): boolean {
  const form = /^[a-z0-9]+_(?:live|test)_[0-9A-Za-z]{12}_[0-9A-Za-z]{38}$/;
  if (!form.test(text)) return false;
  const body = text.slice(0, -checkLength);
  return text.slice(-checkLength) === base62(BigInt(crc32(body)), checkLength);
}
