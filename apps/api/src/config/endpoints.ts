import { dataPlaneName } from '@purser/domain/data-plane/data-plane-name';
import type { DataPlaneEndpoint } from '../ports/snapshot-pusher.ts';
import { bad, good, list, type VariableKind } from './variable-kind.ts';

/** Addresses of data planes, comma-separated, each called as its host is or by the name before it. */
export const endpoints: VariableKind<readonly DataPlaneEndpoint[]> = {
  form: 'https://dp-1.example.com,dp-2=https://…',
  parse: (input) => {
    const parsed = list.parse(input);
    if (!parsed.ok) return parsed;
    const found: DataPlaneEndpoint[] = [];
    for (const text of parsed.value) {
      const endpoint = readEndpoint(text);
      if (endpoint === null) return bad(`must list URLs, or name=URL; "${text}" is neither`);
      if (found.some(({ dataplaneId }) => dataplaneId === endpoint.dataplaneId)) {
        return bad(`names the data plane ${endpoint.dataplaneId} twice: write name=URL`);
      }
      found.push(endpoint);
    }
    return good(found);
  },
};

function readEndpoint(text: string): DataPlaneEndpoint | null {
  const [, name, address = ''] = /^(?:([^=/]+)=)?(https?:\/\/.+)$/.exec(text) ?? [];
  if (!URL.canParse(address)) return null;
  const { hostname, search, hash, username } = new URL(address);
  const dataplaneId = name ?? hostname;
  if (!dataPlaneName.test(dataplaneId) || search + hash + username !== '') return null;
  return { dataplaneId, url: address.replace(/\/+$/, '') };
}
