import { defaultUnitKind, type PriceEntry } from './price-list.ts';

/** Pico-dollars of one token at one dollar per million tokens. */
const picoPerTokenAtDollarPerMillion = 1_000_000n;

/** Pico-dollars of one unit at one dollar per thousand units. */
const picoPerUnitAtDollarPerThousand = 1_000_000_000n;

/**
 * Prices a new project starts with, in force since the epoch so that any past instant has one; an
 * operator edits them (rule M8). The reference price is the output price of the reference model.
 */
export const seedPrices: readonly PriceEntry[] = [
  tokenModel('anthropic', 'claude-opus-4-5', [500n, 2_500n, 50n, 625n]),
  tokenModel('anthropic', 'claude-sonnet-4-5', [300n, 1_500n, 30n, 375n]),
  tokenModel('anthropic', 'claude-haiku-4-5', [100n, 500n, 10n, 125n]),
  tokenModel('openai', 'gpt-4.1', [200n, 800n, 50n, 200n]),
  tokenModel('openai', 'gpt-4.1-mini', [40n, 160n, 10n, 40n]),
  tokenModel('openai', 'gpt-4o', [250n, 1_000n, 125n, 250n]),
  tokenModel('openai', 'gpt-4o-mini', [15n, 60n, 8n, 15n]),
  searchService('brave', 'web-search', 5n),
  searchService('duckduckgo', 'web-search', 0n),
];

/** Cents per million tokens: input, output, cache read, cache write. */
function tokenModel(
  provider: string,
  model: string,
  [input, output, cacheRead, cacheWrite]: readonly [bigint, bigint, bigint, bigint],
): PriceEntry {
  const pico = (cents: bigint) => (cents * picoPerTokenAtDollarPerMillion) / 100n;
  return {
    provider,
    model,
    effectiveFromMs: 0,
    inputPicoUsd: pico(input),
    outputPicoUsd: pico(output),
    cacheReadPicoUsd: pico(cacheRead),
    cacheWritePicoUsd: pico(cacheWrite),
    unitPicoUsd: {},
  };
}

function searchService(provider: string, model: string, dollarsPerThousand: bigint): PriceEntry {
  return {
    provider,
    model,
    effectiveFromMs: 0,
    inputPicoUsd: null,
    outputPicoUsd: null,
    cacheReadPicoUsd: null,
    cacheWritePicoUsd: null,
    unitPicoUsd: { [defaultUnitKind]: dollarsPerThousand * picoPerUnitAtDollarPerThousand },
  };
}
