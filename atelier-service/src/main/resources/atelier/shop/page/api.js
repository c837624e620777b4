// A client of the API. It shows what a frontend has to handle: the base URL, the error body, and Retry-After.

const ATTEMPTS = 3;

/** An error response: its status, its message, and the request id, with which operators find the request in the log. */
export class ApiError extends Error {
  constructor(status, message, requestId) {
    super(message);
    this.status = status;
    this.requestId = requestId;
  }
}

const pause = seconds => new Promise(resolve => setTimeout(resolve, seconds * 1000));

/**
 * Returns a function that fetches a path of the API and returns the JSON and the headers of the response.
 *
 * If a response has Retry-After (503 and 429), the function waits and retries, at most twice. It calls `notify` before.
 */
export function api(base, token) {
  // Frontends of the original API send a token. This API accepts and ignores it.
  const headers = token ? { Authorization: token } : {};
  return async function get(path, notify = () => {}) {
    for (let attempt = 1; ; attempt++) {
      const response = await fetch(base + path, { headers });
      const body = await response.json();
      if (response.ok) {
        return { body, headers: response.headers };
      }
      const wait = Number(response.headers.get('Retry-After'));
      if (!wait || attempt === ATTEMPTS) {
        throw new ApiError(response.status, body.message, response.headers.get('X-Request-Id'));
      }
      notify(`${body.message} (retrying in ${wait} s)`);
      await pause(wait);
    }
  };
}
