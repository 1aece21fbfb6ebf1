import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import type { Side } from '../measure/alternate.ts';
import { runWrk, type WrkReading } from '../services/wrk.ts';
import { users } from './turn-server.ts';

const script = resolve(import.meta.dirname, 'turns.lua');
const connections = 64;
const secondsOfRound = 5;

/** One server under 64 connections: checks alone, or admissions each followed by its settlement. */
export function wrkSide({
  name,
  wrk,
  url,
  key,
  sends,
  seconds = secondsOfRound,
}: {
  readonly name: string;
  readonly wrk: string;
  readonly url: string;
  readonly key: string;
  readonly sends: 'check' | 'turns';
  readonly seconds?: number;
}): Side<WrkReading> {
  return {
    name,
    measure: () => {
      const first = Math.floor(Math.random() * users);
      const run = randomBytes(6).toString('hex');
      const args = [sends, key, String(users), String(first), run];
      return runWrk(wrk, { url, script, args, connections, seconds });
    },
  };
}
