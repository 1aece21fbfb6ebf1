import { statfsSync } from 'node:fs';
import type { Config } from '../../config/config.ts';
import type { DataDirectory } from '../data-directory.ts';
import { ensurePortIsFree } from '../port.ts';
import type { RunningServer } from '../running-server.ts';
import { type Finding, fault, fine, reasonOf } from './check.ts';

/** The oldest Node that runs TypeScript without a flag. */
const oldestNode = [22, 18] as const;

/** A fresh instance takes 60 MB; a busy one's log of changes alone up to 1 GB. */
const freeDiskMin = 2_000_000_000;

export function checkNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isEnough = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
  return isEnough
    ? fine('Node', process.versions.node)
    : fault(
        'Node',
        process.versions.node,
        'Run Purser through pnpm, which brings its own Node 24.',
      );
}

export function checkDisk(directory: DataDirectory): Finding {
  const { bavail, bsize } = statfsSync(directory.root);
  const free = bavail * bsize;
  const detail = `${(free / 1e9).toFixed(1)} GB free in ${directory.root}`;
  return free >= freeDiskMin
    ? fine('Disk', detail)
    : fault(
        'Disk',
        detail,
        'Free some space, or set PURSER_DATA_DIR to a folder on a larger disk.',
      );
}

/** The port is free, or it is this instance's own server that has it. */
export async function checkPort(
  config: Config,
  servers: readonly RunningServer[],
): Promise<Finding> {
  const own = servers.find((server) => server.port === config.port);
  if (own !== undefined)
    return fine('Port', `${own.port}, taken by this Purser (process ${own.pid})`);
  try {
    await ensurePortIsFree(config);
    return fine('Port', `${config.port} is free`);
  } catch (error) {
    return fault(
      'Port',
      reasonOf(error),
      `Start with another port: PORT=${config.port + 1} pnpm start`,
    );
  }
}

/** What the running server says of itself. */
export async function checkServer(servers: readonly RunningServer[]): Promise<Finding> {
  const [server] = servers;
  if (server === undefined) return fine('Server', 'not running: pnpm start');
  try {
    const answer = await fetch(`${server.url}/health/ready`, {
      signal: AbortSignal.timeout(3_000),
    });
    if (answer.ok) return fine('Server', `ready at ${server.url}`);
    return fault('Server', `${server.url} is not ready: ${await answer.text()}`, 'See its log.');
  } catch (error) {
    return fault(
      'Server',
      `process ${server.pid} does not answer at ${server.url} (${reasonOf(error)})`,
      'Stop it with "purser stop" and start it again.',
    );
  }
}
