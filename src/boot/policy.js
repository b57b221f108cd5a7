//! The page's one Trusted Types policy: what may become markup, and which scripts may be named.
//
// Leptos turns the static parts of its views into markup once, and Leaflet writes its own buttons. Both are plain
// markup, so that is all that passes: known elements, known attributes, no handler, no style, no foreign scheme.
// User text never comes here: it is set as text nodes. Anything refused throws, and the tests fail on the error.

const ELEMENTS = new Set(`
  a abbr address article aside b bdi blockquote br button caption code col colgroup data datalist dd del details dfn
  dialog div dl dt em fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr i img input ins kbd label
  legend li main mark meter nav ol optgroup option output p picture pre progress q s samp search section select small
  source span strong sub summary sup table tbody td template textarea tfoot th thead time tr u ul var video wbr
  svg circle clippath defs desc ellipse g line marker mask path pattern polygon polyline rect symbol text title tspan
  use`.trim().split(/\s+/));

// What these hold is fetched or followed; it must name this site or a scheme that runs nothing.
const ADDRESSES = new Set(["action", "formaction", "href", "poster", "src", "xlink:href"]);
const SAFE_ADDRESS = /^(?:\/(?!\/)|[#?]|https:\/\/|mailto:|tel:|$)/;

// Leptos marks places to fill by `<!>` and `<!---->`. Browsers end comments in more ways than one would think, so a
// comment with anything but plain words in it is refused.
const COMMENT = /^<!(?:--[\w ]*--)?>/;
const TAG = /^<(\/?)([a-z][a-z0-9-]*)((?:\s+[a-z_:][\w:.-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*)\s*\/?>/i;
const ATTRIBUTE = /([a-z_:][\w:.-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/gi;

/** Returns why the markup is refused, or nothing when it is plain. */
export function refusal(markup) {
  let rest = markup;
  for (;;) {
    const next = rest.indexOf("<");
    if (next < 0) return undefined;
    rest = rest.slice(next);
    const comment = COMMENT.exec(rest);
    const tag = comment ?? TAG.exec(rest);
    if (!tag) return "a < that opens no plain element";
    if (!comment) {
      const [, , name, attributes] = tag;
      if (!ELEMENTS.has(name.toLowerCase())) return `the element ${name}`;
      for (const [, key, ...values] of attributes.matchAll(ATTRIBUTE)) {
        const attribute = key.toLowerCase();
        const value = values.find(text => text !== undefined) ?? "";
        if (/^on|^style$|^srcdoc$|^srcset$|^nonce$/.test(attribute)) return `the attribute ${attribute}`;
        if (ADDRESSES.has(attribute) && !SAFE_ADDRESS.test(value)) return `the address in ${attribute}`;
      }
    }
    rest = rest.slice(tag[0].length);
  }
}

/** Registers the policy. `scripts` are the only addresses a script or a worker may be loaded from. */
export function register(scripts) {
  const allowed = new Set(scripts.map(path => new URL(path, location.origin).href));
  globalThis.trustedTypes?.createPolicy("default", {
    createHTML(markup) {
      const why = refusal(markup);
      if (why) throw new TypeError(`markup refused: ${why}`);
      return markup;
    },
    createScriptURL(address) {
      if (!allowed.has(new URL(address, location.origin).href)) throw new TypeError("script address refused");
      return address;
    },
  });
}
