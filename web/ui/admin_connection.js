// Talks to the API: calls, the token where one is wanted, and the stream of events.

const KEY = "sitedex-token";
const dialog = document.getElementById("token-dialog");
const form = document.getElementById("token-form");
const field = document.getElementById("token");
const forget = document.getElementById("forget");

let answer; // of the one who is asked for the token

function headers(more) {
  const token = sessionStorage.getItem(KEY);
  forget.hidden = !token;
  return token ? { ...more, Authorization: `Bearer ${token}` } : more;
}

// Resolves when a token was given. Whoever asks meanwhile waits for the same one.
function askForToken(refused) {
  if (sessionStorage.getItem(KEY) !== refused) return Promise.resolve(); // another one was given since
  answer ??= new Promise((resolve) => {
    sessionStorage.removeItem(KEY);
    field.value = "";
    dialog.showModal();
    form.addEventListener("submit", () => {
      sessionStorage.setItem(KEY, field.value.trim());
      answer = undefined;
      resolve();
    }, { once: true });
  });
  return answer;
}

dialog.addEventListener("cancel", (event) => event.preventDefault()); // there is nothing to see without it

forget.addEventListener("click", () => {
  sessionStorage.removeItem(KEY);
  location.reload();
});

async function request(path, options = {}) {
  while (true) {
    const used = sessionStorage.getItem(KEY);
    const response = await fetch(path, { ...options, headers: headers(options.headers) });
    if (response.status !== 401) return response;
    await askForToken(used);
  }
}

/** What the API answers; throws an Error with its message. */
export async function call(path, method = "GET", body = undefined) {
  const options = { method };
  if (body) {
    options.body = JSON.stringify(body);
    options.headers = { "Content-Type": "application/json" };
  }
  const response = await request(`/api/v1/${path}`, options);
  const json = await response.json().catch(() => null);
  if (response.ok) return json;
  const { status } = response;
  throw Object.assign(new Error(json?.message ?? `status ${status}`), { status });
}

/** Events of a text/event-stream (https://html.spec.whatwg.org/multipage/server-sent-events.html), as they come. */
async function* eventsIn(body) {
  let rest = "";
  let event = { data: [] };
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  while (true) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop();
    for (const line of lines) {
      if (line === "") {
        if (event.data.length > 0) yield { ...event, data: event.data.join("\n") };
        event = { data: [] };
        continue;
      }
      const [, name, text] = /^([^:]*):? ?(.*)$/.exec(line);
      if (name === "data") event.data.push(text);
      else if (name !== "") event[name] = text;
    }
  }
}

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30000;

/** Hands on each job event for as long as the page is open; comes back by itself. `tell` hears "live" or "lost". */
export async function follow(path, take, tell) {
  let last;
  let wait = FIRST_WAIT_MS;
  while (true) {
    try {
      const response = await request(`/api/v1/${path}`, {
        headers: { Accept: "text/event-stream", ...(last && { "Last-Event-ID": last }) },
      });
      if (!response.ok) throw new Error(`status ${response.status}`);
      tell("live");
      wait = FIRST_WAIT_MS;
      for await (const { id, event, data } of eventsIn(response.body)) {
        if (event === "job") take(JSON.parse(data));
        last = id ?? last;
      }
    } catch {
      // As where the stream has ended.
    }
    tell("lost");
    await new Promise((resolve) => setTimeout(resolve, wait));
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }
}
