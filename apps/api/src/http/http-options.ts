import type { TrustProxy } from '../config/trust-proxy.ts';

/** What the HTTP edge must know of the configuration. */
export type HttpOptions = {
  /** Address under which people reach this server, without a slash at its end. */
  readonly baseUrl: string;
  /** True once `baseUrl` was set by the operator: then no other address is answered as our own. */
  readonly isPublic: boolean;
  /** Only calls to this machine's own names are answered: demo people need no password. */
  readonly ownHostsOnly: boolean;
  readonly trustProxy: TrustProxy;
  /** Origins whose pages may call the API with a bearer token, exact. */
  readonly corsOrigins: readonly string[];
  /** Without one, `/metrics` answers loopback and private addresses only. */
  readonly metricsToken: string | undefined;
  readonly graphqlIntrospection: boolean;
  /** The built dashboard. */
  readonly dashboardDirectory: string;
  /** Said on every page of a server that lets demo people in from elsewhere. */
  readonly demoBanner: boolean;
};

/** The longest body of an ordinary request, in bytes; routes that take more say so. */
export const bodyBytesMax = 256 * 1024;
