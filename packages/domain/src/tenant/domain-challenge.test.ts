import { describe, expect, it } from 'vitest';
import { challengeOf, judgeChallenge, type TxtLookup } from './domain-challenge.ts';

const at = new Date('2026-11-22T12:00:00Z');
const token = 'abcdefghijklmnopqrstuv0123456789';
const record = challengeOf({ name: 'example.com', token, createdAtMs: at.getTime() });

function judge(lookup: TxtLookup) {
  return judgeChallenge(lookup, { record, token, at });
}

describe('the proof of a domain (rule C4)', () => {
  it('is a TXT record below the name, with a token and until when it is meant to stand', () => {
    expect(record).toEqual({
      name: '_pxl8-challenge.example.com',
      type: 'TXT',
      value: `token=${token} expiry=2026-12-06`,
    });
  });

  it('holds when any of the records has the token, whatever else they say', () => {
    const records = ['v=spf1 -all', `  token=${token}   expiry=2020-01-01 `];
    expect(judge({ result: 'found', records }).result).toBe('verified');
    expect(judge({ result: 'found', records: [record.value] }).result).toBe('verified');
  });

  it('does not hold by a part of the token, another one, or the token in other words', () => {
    for (const text of [`token=${token}x`, `token=${token.slice(1)}`, token, `Token=${token}`]) {
      const check = judge({ result: 'found', records: [text] });
      expect([check.result, check.found]).toEqual(['wrong_value', [text]]);
      expect(check.advice).toContain(record.value);
    }
  });

  it('that is not there is told with the record to add, and a silent resolver proves nothing', () => {
    expect(judge({ result: 'none' })).toMatchObject({ result: 'not_found', found: [] });
    expect(judge({ result: 'found', records: [] }).result).toBe('not_found');
    expect(judge({ result: 'none' }).advice).toContain(record.name);
    expect(judge({ result: 'failed', reason: 'ETIMEOUT' })).toMatchObject({
      result: 'unavailable',
    });
  });

  it('shows no more than ten records, each cut short', () => {
    const records = Array.from({ length: 50 }, () => 'x'.repeat(1_000));
    const { found } = judge({ result: 'found', records });
    expect([found.length, found[0]?.length]).toEqual([10, 255]);
  });
});
