//! One stream of news for the whole browser: the tab that holds the lock listens for all, and passes it on.
//
// A browser keeps only a handful of connections to one server, so a stream for each tab would leave none for reading.
// Whoever closes the tab that listens hands the lock to the next. A stream that breaks comes back by itself, later
// each time: nothing here is worth an alarm.

const FIRST_PAUSE = 2_000; // ms
const LONGEST_PAUSE = 5 * 60_000;
/** The other tabs have this long to say what they want before the stream opens. */
const ROLL_CALL = 200;

/** `listen(regions, heard)`: `heard` gets each event's JSON. Returns what ends it. `path` is the address of the stream. */
export function news(path, name = "neighbors-live") {
  const me = `${Math.random()}`;
  const wants = new Set(); // of this tab: { regions, heard }
  const others = new Map(); // of the other tabs, known to the one that listens
  let channel, release, source, listening = false, open = "", last = "", pause = FIRST_PAUSE, timer;
  // Since when what is wanted is not heard: a page is written before its stream is open. In ms of this page.
  let since = 0;

  const wanted = () => [...wants].flatMap(want => want.regions);
  const missing = from => { since = Math.min(since, from ?? performance.now()); };
  const say = message => channel?.postMessage({ from: me, ...message });
  const hear = text => wants.forEach(want => want.heard(text));
  const later = (wait, what) => { clearTimeout(timer); timer = setTimeout(what, wait); };

  function connect() {
    const union = [...new Set([...wanted(), ...[...others.values()].flat()])].sort().join(",");
    if (!listening || (source && union === open)) return;
    source?.close();
    source = undefined;
    open = union;
    if (!union) return;
    missing();
    let from = since;
    since = Infinity;
    const late = Math.floor((performance.now() - from) / 1000);
    source = new EventSource(`${path}?regions=${union}&late=${late}${last && `&after=${last}`}`);
    const pass = text => { hear(text); say({ text, last }); };
    source.onopen = () => { pause = FIRST_PAUSE; from = undefined; };
    source.onmessage = event => { last = event.lastEventId; pass(event.data); };
    source.addEventListener("missed", () => { last = ""; pass(`{"kind":"missed"}`); });
    source.onerror = () => {
      missing(from);
      source?.close();
      source = undefined;
      later(pause * (1 + Math.random()), connect);
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    };
  }

  function begin() {
    channel = new BroadcastChannel(name);
    channel.onmessage = ({ data }) => {
      if (data.text) { last = data.last; hear(data.text); }
      else if (data.who) want();
      else if (listening) { others.set(data.from, data.wants); missing(performance.now() - data.late); later(ROLL_CALL, connect); }
    };
    const lead = () => new Promise(done => {
      release = done;
      listening = true;
      missing();
      say({ who: true });
      later(ROLL_CALL, connect);
    });
    // Without locks (an old browser, or no https) each tab listens for itself.
    if (!navigator.locks) return void lead();
    const leaving = new AbortController();
    release = () => leaving.abort();
    navigator.locks.request(name, { signal: leaving.signal }, lead).catch(() => {});
  }

  function end() {
    say({ wants: [] });
    clearTimeout(timer);
    source?.close();
    channel?.close();
    release?.();
    source = channel = release = undefined;
    listening = false;
    others.clear();
  }

  /** Tells the tab that listens what this one wants, and since when. */
  function want() {
    missing();
    say({ wants: wanted(), late: performance.now() - since });
    if (!listening) since = Infinity;
  }

  function changed() {
    if (!channel && wants.size) begin();
    want();
    if (listening) later(ROLL_CALL, connect);
  }

  // A page that sleeps in the browser's memory holds nothing; awake again, it asks for what it missed.
  addEventListener("pagehide", end);
  addEventListener("pageshow", event => { if (event.persisted) { changed(); hear(`{"kind":"missed"}`); } });
  addEventListener("online", () => { pause = FIRST_PAUSE; if (listening && !source) later(0, connect); });

  return (regions, heard) => {
    const want = { regions, heard };
    wants.add(want);
    changed();
    return () => { wants.delete(want); changed(); };
  };
}
