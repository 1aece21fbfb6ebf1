import { createSocket } from 'node:dgram';

/** What a name's TXT records are: each record its strings; `servfail` = the server has a fault. */
export type Zone = Map<string, readonly (readonly string[])[] | 'servfail'>;

export type DnsServer = {
  /** As `DNS_SERVERS` names it. */
  readonly address: string;
  readonly zone: Zone;
  /** How many questions have come. */
  readonly asked: () => number;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

const noError = 0;
const serverFailure = 2;
const noSuchName = 3;

/** A DNS server on this machine that answers TXT questions from a map; what is not in it does not exist. */
export async function startDnsServer(): Promise<DnsServer> {
  const zone: Zone = new Map();
  let questions = 0;
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    questions += 1;
    socket.send(answerTo(query, zone), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    zone,
    asked: () => questions,
    [Symbol.asyncDispose]: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

function answerTo(query: Buffer, zone: Zone): Buffer {
  const { name, end } = questionOf(query);
  const known = zone.get(name);
  const records = known === undefined || known === 'servfail' ? [] : known;
  const code = known === undefined ? noSuchName : known === 'servfail' ? serverFailure : noError;
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  // An answer, recursion asked for and available.
  header.writeUInt16BE(0x8180 | code, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(records.length, 6);
  return Buffer.concat([header, query.subarray(12, end), ...records.map(textRecord)]);
}

function questionOf(query: Buffer): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('ascii', at + 1, at + 1 + length));
    at += length + 1;
  }
  // The end of the name, then its type and class.
  return { name: labels.join('.').toLowerCase(), end: at + 5 };
}

function textRecord(strings: readonly string[]): Buffer {
  const data = Buffer.concat(
    strings.map((text) => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)])),
  );
  const fixed = Buffer.alloc(12);
  // The name of the question, TXT, IN, no time to live.
  fixed.writeUInt16BE(0xc00c, 0);
  fixed.writeUInt16BE(16, 2);
  fixed.writeUInt16BE(1, 4);
  fixed.writeUInt16BE(data.length, 10);
  return Buffer.concat([fixed, data]);
}
