// The API as this page needs it. It shows what a frontend has to know: one base URL, one error shape, and when to ask again.

const ATTEMPTS = 3;

/** What the API answered instead: its status, its own message, and the id under which its operators find the request. */
export class ApiError extends Error {
  constructor(status, message, requestId) {
    super(message);
    this.status = status;
    this.requestId = requestId;
  }
}

const pause = seconds => new Promise(resolve => setTimeout(resolve, seconds * 1000));

/**
 * Returns a function that fetches a path of the API and returns its JSON, with the answer's headers.
 *
 * A 503 or 429 says by Retry-After when to ask again, and that is done twice.
 */
export function api(base, token) {
  // A token is accepted and ignored; frontends of the original API send one.
  const headers = token ? { Authorization: token } : {};
  return async function get(path, told = () => {}) {
    for (let attempt = 1; ; attempt++) {
      const answer = await fetch(base + path, { headers });
      const body = await answer.json();
      if (answer.ok) {
        return { body, headers: answer.headers };
      }
      const wait = Number(answer.headers.get('Retry-After'));
      if (!wait || attempt === ATTEMPTS) {
        throw new ApiError(answer.status, body.message, answer.headers.get('X-Request-Id'));
      }
      told(`${body.message} (asking again in ${wait} s)`);
      await pause(wait);
    }
  };
}
