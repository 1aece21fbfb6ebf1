import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { RefusalError } from './problems/refusal-error.ts';

/** Escapes that can stand for a character no text column can hold: U+0000, or half of a surrogate pair. */
const suspectEscape = /\\u(0000|[dD][89a-fA-F][0-9a-fA-F]{2})/;

/**
 * Reads JSON bodies and nothing else. Refused here, once for every route: bytes that are not UTF-8,
 * text with U+0000 or an unpaired surrogate (it could not be stored, or would be stored as another
 * text), `NaN`, and `__proto__` keys. A missing body reads as undefined.
 */
export function readJsonBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  const parseJson = server.getDefaultJsonParser('error', 'error');
  server.addContentTypeParser<Buffer>(
    'application/json',
    { parseAs: 'buffer' },
    (request, body, done) => {
      if (body.length === 0) return done(null, undefined);
      if (!isUtf8(body)) return done(new RefusalError('malformed', 'The body is not valid UTF-8.'));
      const text = body.toString('utf8');
      void parseJson(request, text, (error, value) => {
        if (error) return done(notJson(request));
        if (suspectEscape.test(text) && !isStorable(value)) return done(unstorable());
        return done(null, value);
      });
    },
  );
}

function notJson(request: FastifyRequest): RefusalError {
  return new RefusalError(
    'malformed',
    `The body of ${request.method} ${request.url.split('?')[0]} is not valid JSON.`,
  );
}

function unstorable(): RefusalError {
  return new RefusalError(
    'malformed',
    'The body holds the character U+0000 or half of a surrogate pair, which no text can hold.',
  );
}

/** Whether every text in a parsed body, keys included, is well formed and free of U+0000. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  if (value === null || typeof value !== 'object') return true;
  return Object.entries(value).every(([key, inner]) => isStorable(key) && isStorable(inner));
}
