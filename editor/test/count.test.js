// The editor counts as the program does; test/editor writes and checks what is wanted.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { countText, minutes, readable } from "../src/count.js";

const samples = JSON.parse(readFileSync(new URL("count.json", import.meta.url), "utf8"));
assert.ok(samples.length >= 10);

for (const { markdown, han, words, minutes: long } of samples) {
  test(markdown.slice(0, 40), () => {
    const count = countText(readable(markdown));
    assert.deepEqual({ ...count, minutes: minutes(count) }, { han, words, minutes: long }, readable(markdown));
  });
}
