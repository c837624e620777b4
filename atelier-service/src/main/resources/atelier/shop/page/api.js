// A client of the API: the base URL, the token, the error body, Retry-After and pages. A frontend needs no more.
const ATTEMPTS = 3, LONGEST_WAIT = 30, PAGE = 50, MOST_PAGES = 20;
/** The query of this page: ?product=1, and also ?api=http://localhost:8080 and ?token=x if another server has the page. */
export const address = new URLSearchParams(location.search);

/** At /shop the service clears `data-api`, so that no link makes its page show or call another service. */
const { api } = document.documentElement.dataset, isOwn = api === '';
export const base = isOwn ? location.origin
  : (/^https?:/i.test(address.get('api')) ? address.get('api') : api).replace(/\/$/, '');
/** Returns what this browser keeps for this API under a name. A user can forbid that. */
export function kept(name, otherwise) {
  try { return JSON.parse(localStorage.getItem(`atelier-${name} ${base}`)) ?? otherwise; } catch { return otherwise; }
}
export function keep(name, value) {
  try { localStorage.setItem(`atelier-${name} ${base}`, JSON.stringify(value)); } catch { /* The page works without it. */ }
  return value;
}
/** Any text is a token. The cart belongs to it, so each browser makes its own for each API. */
const token = (isOwn ? null : address.get('token')) ?? kept('token')
  ?? keep('token', `shopper-${crypto.getRandomValues(new Uint32Array(4)).join('-')}`);
/** Sends a request. A write is not retried: it may have been stored although its response was lost. */
export async function send(method, path, body) {
  // A token that is not needed would cost a preflight for each read from another origin.
  const headers = path === '/cart' || address.has('token') ? { Authorization: token } : {};
  if (body) headers['Content-Type'] = 'application/json';
  const response = await fetch(base + path, { method, headers, body: body && JSON.stringify(body) }).catch(() => {
    throw new Error(`Cannot reach ${base}. Is the service running, and does its CORS_ORIGINS allow ${location.origin}?`);
  });
  if (response.ok) return response;
  const { message } = await response.json().catch(() => ({ message: response.statusText }));
  // With the request id, operators find the request in the log.
  const error = new Error(`${response.status}: ${message} (request ${response.headers.get('X-Request-Id')})`);
  throw Object.assign(error, { wait: Number(response.headers.get('Retry-After')) });
}
/** Reads JSON. If a response has Retry-After (503 and 429), the function waits and retries, at most twice. */
export async function get(path) {
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await send('GET', path);
      return { body: await response.json(), headers: response.headers };
    } catch (error) {
      if (!(error.wait > 0 && error.wait <= LONGEST_WAIT) || attempt === ATTEMPTS) throw error;
      document.dispatchEvent(new CustomEvent('wait', { detail: `${error.message} (retrying in ${error.wait} s)` }));
      await new Promise(resolve => setTimeout(resolve, error.wait * 1000));
    }
  }
}
/** Returns a function that finds the first rows of a list which are wanted. It fetches only as many pages as that needs. */
export function rows(path, id) {
  const known = new Map();
  let pages = 0, size = 1, isComplete = false, turn = Promise.resolve();
  async function first(count, isWanted) {
    for (let fetched = 0; ; fetched++) {
      const found = [...known.values()].filter(row => !row.isReported && isWanted(row));
      if (isComplete || found.length >= count || fetched === MOST_PAGES) return found;
      const { results } = (await get(`${path}&page=${pages + 1}&count=${PAGE}`)).body;
      pages++;
      // A service may cut pages to fewer rows, so only a page with fewer rows than another is known to be the last.
      isComplete = results.length < size;
      size = Math.max(size, results.length);
      results.forEach(row => known.set(row[id], row));
    }
  }
  return (count, isWanted) => (turn = turn.catch(() => {}).then(() => first(count, isWanted)));
}
