//! What the page's policy lets become markup. Run by `node --test`.
import assert from "node:assert/strict";
import { test } from "node:test";
import { refusal } from "./policy.js";

for (const plain of [
  "", "only words &lt;script&gt; in entities", "<!>", "<!---->", "<p>one</p><!><p>two</p>",
  `<div class="item" hidden><a href="/agencies?x=1">all</a></div>`,
  `<a href="https://example.org/source" rel="noopener">source</a><a href="tel:+13035550100">call</a>`,
  `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><use href="/icons.svg#feed"/></svg>`,
  `<input type=checkbox value='a > b'><br/>`,
  `<span aria-hidden="true">&#x2212;</span>`,
]) {
  test(`plain markup passes: ${plain}`, () => assert.equal(refusal(plain), undefined));
}

for (const [hostile, why] of [
  ["<script>alert(1)</script>", /element script/],
  ["<SCRIPT src=//x>", /element SCRIPT/],
  ["<img src=/a onerror=alert(1)>", /attribute onerror/],
  ["<p ONCLICK='x'>", /attribute onclick/],
  [`<svg/onload=alert(1)>`, /no plain element/],
  [`<p style="color:red">`, /attribute style/],
  [`<iframe srcdoc="x">`, /element iframe/],
  [`<object data="/x">`, /element object/],
  [`<base href="//elsewhere">`, /element base/],
  [`<a href="javascript:alert(1)">`, /address in href/],
  [`<a href=" javascript:alert(1)">`, /address in href/],
  [`<a href="&#106;avascript:alert(1)">`, /address in href/],
  [`<a href="java\nscript:alert(1)">`, /address in href/],
  [`<form action="http://elsewhere/">`, /address in action/],
  [`<use xlink:href="data:image/svg+xml,x">`, /address in xlink:href/],
  ["<p title='<script>'", /no plain element/],
  ["<!--><script>alert(1)</script>-->", /no plain element/],
  ["<!-- --!><script>alert(1)</script>-->", /no plain element/],
  [`<img src="//elsewhere/x.png">`, /address in src/],
  ["<!doctype html>", /no plain element/],
  ["1 < 2", /no plain element/],
]) {
  test(`hostile markup is refused: ${hostile}`, () => assert.match(refusal(hostile) ?? "it passed", why));
}
