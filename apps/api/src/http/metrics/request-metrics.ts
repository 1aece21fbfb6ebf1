import type { FastifyInstance } from 'fastify';
import { Counter, Histogram, type Registry } from 'prom-client';

/** From a cached decision to the limit of a request. */
const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

type Meters = {
  readonly count: (status: number) => void;
  readonly time: (seconds: number) => void;
};

/**
 * Rate, errors and duration of every route. The label is the route's pattern, never the address, so
 * that the number of series has a bound; unknown addresses share one.
 */
export function measureRequests(server: FastifyInstance, registry: Registry): void {
  const requests = new Counter({
    name: 'purser_http_requests_total',
    help: 'HTTP requests answered, by route, method and status.',
    labelNames: ['route', 'method', 'status'] as const,
    registers: [registry],
  });
  const durations = new Histogram({
    name: 'purser_http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer.',
    labelNames: ['route', 'method'] as const,
    buckets: secondsBuckets,
    registers: [registry],
  });

  const metersOf = (route: string, method: string): Meters => {
    // Labels are hashed once per route and status, not once per request.
    const byStatus = new Map<number, Counter.Internal>();
    const duration = durations.labels(route, method);
    return {
      count: (status) => {
        const known = byStatus.get(status) ?? requests.labels(route, method, String(status));
        byStatus.set(status, known);
        known.inc();
      },
      time: (seconds) => duration.observe(seconds),
    };
  };

  const unknown = metersOf('(unknown)', '(any)');
  server.addHook('onRoute', (route) => {
    const meters = metersOf(route.url, [route.method].flat().join(','));
    route.onResponse = [
      ...[route.onResponse ?? []].flat(),
      (_request, reply, done) => {
        meters.count(reply.statusCode);
        meters.time(reply.elapsedTime / 1000);
        done();
      },
    ];
  });
  server.addHook('onResponse', (request, reply, done) => {
    if (request.is404) unknown.count(reply.statusCode);
    done();
  });
}
