import { timingSafeEqual } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Registry } from 'prom-client';
import { RefusalError } from '../problems/refusal-error.ts';

/** Loopback and private networks (RFC 1918, RFC 4193, link-local). */
const nearby = new BlockList();
nearby.addSubnet('127.0.0.0', 8, 'ipv4');
nearby.addSubnet('10.0.0.0', 8, 'ipv4');
nearby.addSubnet('172.16.0.0', 12, 'ipv4');
nearby.addSubnet('192.168.0.0', 16, 'ipv4');
nearby.addSubnet('169.254.0.0', 16, 'ipv4');
nearby.addAddress('::1', 'ipv6');
nearby.addSubnet('fc00::', 7, 'ipv6');
nearby.addSubnet('fe80::', 10, 'ipv6');

export type MetricsOptions = { readonly registry: Registry; readonly token: string | undefined };

/** `GET /metrics` for Prometheus: by METRICS_TOKEN, or without one from nearby addresses only. */
export function serveMetrics(server: FastifyInstance, { registry, token }: MetricsOptions): void {
  server.get(
    '/metrics',
    { config: { permission: 'public' }, schema: { hide: true } },
    async (request, reply) => {
      refuseStrangers(request, token);
      return reply.type(registry.contentType).send(await registry.metrics());
    },
  );
}

function refuseStrangers(request: FastifyRequest, token: string | undefined): void {
  if (token === undefined) {
    if (isNearby(request.ip)) return;
    throw new RefusalError('forbidden', 'Metrics are for nearby addresses; set METRICS_TOKEN.');
  }
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
    throw new RefusalError('unauthenticated', 'Send METRICS_TOKEN as a bearer token.');
  }
}

/** IPv4 addresses arrive as `::ffff:10.0.0.1` on a socket that takes both. */
export function isNearby(address: string): boolean {
  const plain = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
  const version = isIP(plain);
  return version !== 0 && nearby.check(plain, version === 4 ? 'ipv4' : 'ipv6');
}
