import pino, { type Logger } from 'pino';
import pretty from 'pino-pretty';
import type { Config } from '../config/config.ts';

/** Buffered lines are written at the latest after this. */
const flushMs = 500;
/** Lines are written as this much of them waits; the stream takes at most 16 kB in one write. */
const bufferBytes = 16_000;

/** What must never be logged, wherever an error or a request carries it. */
const redact = [
  'req.headers',
  'headers.authorization',
  'headers.cookie',
  'err.config',
  'err.request',
  'err.response',
  'err.connectionString',
  'err.client',
];

/** JSON lines in production, written behind the requests; readable lines elsewhere. */
export function createLogger({
  logLevel,
  production,
}: Pick<Config, 'logLevel' | 'production'>): Logger {
  const options = { level: logLevel, redact, base: null };
  return production
    ? pino(
        { ...options, timestamp: pino.stdTimeFunctions.isoTime },
        pino.destination({ sync: false, minLength: bufferBytes, periodicFlush: flushMs }),
      )
    : pino(options, pretty({ translateTime: 'HH:MM:ss', ignore: 'pid,hostname', sync: true }));
}
