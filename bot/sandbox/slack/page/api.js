/** The page's only way to the stand-in Slack: JSON out, JSON back, never an exception. */

const LOST = { ok: false, error: "no_connection", message: "The stand-in Slack does not answer just now." };

async function answer(request) {
  try {
    const response = await request;
    const body = await response.json();
    return response.ok || body.error ? body : { ...LOST, error: `http_${response.status}` };
  } catch {
    return LOST;
  }
}

/** What `GET path` answers; `{ok: false, ...}` when nothing sensible came back. */
export function fetched(path, query = {}) {
  const words = new URLSearchParams(query).toString();
  return answer(fetch(words ? `${path}?${words}` : path, { cache: "no-store" }));
}

/** What `POST path` answers to a JSON body. */
export function posted(path, body) {
  const headers = { "Content-Type": "application/json" };
  return answer(fetch(path, { method: "POST", headers, body: JSON.stringify(body) }));
}
