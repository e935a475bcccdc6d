// Calls methods of Backstage's CatalogClient as told on standard input, one JSON line a call, and answers one line each.
//   in:  {"method": "getEntities", "args": [{"filter": {"kind": "component"}}]}
//   out: {"value": ...}, {"undefined": true}, {"pages": [...]} for streams, or {"error": {"name", "message", "status"}}
// {"$": "exists"} in arguments stands for CATALOG_FILTER_EXISTS.
import { createInterface } from 'node:readline';
import { CATALOG_FILTER_EXISTS, CatalogClient } from '@backstage/catalog-client';

const client = new CatalogClient({
  discoveryApi: { getBaseUrl: async () => process.env.CATALOG_URL },
  fetchApi: { fetch },
});
const options = { token: process.env.CATALOG_TOKEN };

function revive(value) {
  if (Array.isArray(value)) return value.map(revive);
  if (value === null || typeof value !== 'object') return value;
  if (value.$ === 'exists') return CATALOG_FILTER_EXISTS;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revive(item)]));
}

async function call({ method, args, token }) {
  const given = { ...options, ...(token === undefined ? {} : { token }) };
  const found = client[method](...(args ?? []).map(revive), given);
  if (typeof found?.[Symbol.asyncIterator] === 'function') {
    const pages = [];
    for await (const page of found) pages.push(page);
    return { pages };
  }
  const value = await found;
  return value === undefined ? { undefined: true } : { value };
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = await call(JSON.parse(line));
  } catch (error) {
    const { name, message } = error;
    answer = { error: { name, message, status: error.response?.status ?? error.statusCode, body: error.body } };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
