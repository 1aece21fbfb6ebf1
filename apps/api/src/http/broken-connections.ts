import type { Socket } from 'node:net';

type ConnectionError = Error & { readonly code?: string };

const answers: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** Answers what is not even HTTP; there is no request yet, so the bytes are written by hand. */
export function answerBrokenConnection(error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = answers[error.code ?? ''] ?? '400 Bad Request';
  const message = 'The request is not valid HTTP.';
  const body = JSON.stringify({
    type: 'urn:purser:problem:malformed',
    title: 'The request cannot be read',
    status: Number(status.slice(0, 3)),
    detail: message,
    error_code: 'malformed',
    message,
    details: [],
  });
  socket.end(
    [
      `HTTP/1.1 ${status}`,
      'content-type: application/problem+json; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
