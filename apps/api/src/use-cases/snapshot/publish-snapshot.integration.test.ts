import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { signedText } from '@purser/domain/data-plane/signed-text';
import { expect, it } from 'vitest';
import { openDataPlaneWorld } from '../../testing/data-plane-world.ts';

type Received = {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};

/** A data plane that listens: it acknowledges what it is sent until `answers` says something else. */
async function listeningPlane() {
  const received: Received[] = [];
  const plane = { status: 200, applied: true };
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    received.push({ path: request.url ?? '', headers: request.headers, body });
    const { revision } = JSON.parse(body.toString());
    response.writeHead(plane.status).end(JSON.stringify({ revision, applied: plane.applied }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    received,
    plane,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function openFleet() {
  const stack = new AsyncDisposableStack();
  const [first, second] = [await listeningPlane(), await listeningPlane()];
  stack.use(first);
  stack.use(second);
  const world = stack.use(
    await openDataPlaneWorld({
      DATAPLANE_ENDPOINTS: `dp-1=${first.url},dp-2=${second.url}/edge/`,
      SNAPSHOT_PUBLISH_INTERVAL: '15000',
    }),
  );
  const { running } = world;
  const publish = async () => {
    const name = 'publish-snapshot';
    const run = await running.app.useCases.job.run(running.adminContext(), { name }, {});
    if (!run.ok) throw new Error(run.rejection.message);
    return run.value;
  };
  return { world, first, second, publish, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

it('sends every data plane the snapshot it would be answered, signed with its own key', async () => {
  await using fleet = await openFleet();
  const { world, first, second, publish } = fleet;
  const planes = [await world.plane('dp-1'), await world.plane('dp-2')];
  expect(await publish()).toMatchObject({ handled: 2, failed: 0, error: null });
  const pulled = await planes[0]?.call('/internal/policy-snapshot');
  for (const [index, { received }] of [first, second].entries()) {
    const [call] = received;
    const plane = planes[index];
    if (call === undefined || plane === undefined) throw new Error('Nothing was sent.');
    const { path, headers, body } = call;
    expect(path).toBe(['/internal/policy-snapshot', '/edge/internal/policy-snapshot'][index]);
    expect(JSON.parse(body.toString())).toEqual(pulled?.body);
    expect(headers.etag).toBe(pulled?.headers.get('etag'));
    const text = signedText({
      method: 'POST',
      path,
      bodySha256Hex: createHash('sha256').update(body).digest('hex'),
      timestamp: String(headers['x-purser-timestamp']),
      nonce: String(headers['x-purser-nonce']),
    });
    const mac = createHmac('sha256', plane.secret).update(text).digest('hex');
    expect(headers['x-purser-signature']).toBe(`v1=${mac}`);
    expect(headers['x-purser-key-id']).toBe(plane.keyId);
  }
  const { revision } = JSON.parse(first.received[0]?.body.toString() ?? '{}');
  const metrics = await (await world.running.call('/metrics')).text();
  expect(metrics).toContain(`purser_snapshot_pushed_revision{dataplane="dp-2"} ${revision}`);
  const jobs = await world.running.app.useCases.job.list(world.running.adminContext(), {});
  expect(jobs.find(({ name }) => name === 'publish-snapshot')?.schedule).toBe('every 15 seconds');
});

it('says which data plane failed and why, tells the others, and tries again with the next one', async () => {
  await using fleet = await openFleet();
  const { world, first, second, publish } = fleet;
  await world.plane('dp-1');
  expect(await publish()).toMatchObject({
    handled: 1,
    failed: 1,
    error: 'Data plane dp-2: it has no key: purser dataplane key create --id dp-2',
  });
  await world.plane('dp-2');
  second.plane.status = 503;
  expect(await publish()).toMatchObject({
    handled: 1,
    error: 'Data plane dp-2: it answered 503',
  });
  Object.assign(second.plane, { status: 200, applied: false });
  expect(await publish()).toMatchObject({
    failed: 1,
    error: expect.stringContaining('but not that it applied revision'),
  });
  expect((await world.running.call('/health/ready')).status).toBe(200);
  second.plane.applied = true;
  expect(await publish()).toMatchObject({ handled: 2, failed: 0 });
  expect([first.received.length, second.received.length]).toEqual([4, 3]);
});

it('sends the same bytes, of the same revision, from four workers at once', async () => {
  await using fleet = await openFleet();
  const { world, first, publish } = fleet;
  await Promise.all([world.plane('dp-1'), world.plane('dp-2')]);
  const runs = await Promise.all(Array.from({ length: 4 }, publish));
  expect(runs.map(({ handled, failed }) => [handled, failed])).toEqual(Array(4).fill([2, 0]));
  expect(new Set(first.received.map(({ body }) => body.toString())).size).toBe(1);
});
