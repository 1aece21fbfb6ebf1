import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { ensurePortIsFree } from './port.ts';

it('names a taken port and how to choose another, and lets a free one pass', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await expect(ensurePortIsFree({ host: '127.0.0.1', port })).rejects.toThrow(
    `Port ${port} is taken: choose another with PORT=${port + 1} pnpm start.`,
  );
  server.close();
  await once(server, 'close');
  await ensurePortIsFree({ host: '127.0.0.1', port });
});

it('says when HOST is no address of this machine', async () => {
  await expect(ensurePortIsFree({ host: '192.0.2.1', port: 4999 })).rejects.toThrow(
    'HOST=192.0.2.1 is no address of this machine.',
  );
});
