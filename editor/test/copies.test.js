import assert from "node:assert/strict";
import { test } from "node:test";
import { Copies } from "../src/copies.js";
import { paragraphs } from "../src/clipboard.js";
import { picture } from "../src/pictures.js";
import { placeholder, placeholders } from "../src/placeholder.js";

/** @param {boolean} [full] @returns {any} */
const storage = (full) => {
  const map = new Map();
  return { getItem: (/** @type {string} */ k) => map.get(k) ?? null, setItem(/** @type {string} */ k, /** @type {string} */ v) { if (full) throw new Error("full"); map.set(k, v); }, removeItem: (/** @type {string} */ k) => map.delete(k), map };
};

test("each page has a copy of its own", () => {
  const s = storage(), a = new Copies(s, "k", () => 1e12), b = new Copies(s, "k", () => 1e12 + 1);
  assert.equal(a.keep("甲", "1"), true);
  assert.equal(b.keep("乙", "2", true), true);
  a.keep("甲2", "1");
  assert.deepEqual(b.others().map((c) => [c.text, c.version, c.submitted]), [["甲2", "1", false]]);
  b.drop();
  assert.deepEqual(a.others(), []);
  a.drop();
  assert.equal(s.map.size, 0);
});

test("a copy of long ago is of no use", () => {
  const s = storage();
  new Copies(s, "k", () => 0).keep("甲", "1");
  assert.deepEqual(new Copies(s, "k", () => 31 * 86400e3).others(), []);
  assert.equal(new Copies(s, "k", () => 29 * 86400e3).others().length, 1);
});

test("what cannot be kept is not said to be", () => {
  assert.equal(new Copies(storage(true), "k").keep("甲", "1"), false);
  assert.equal(new Copies(undefined, "k").keep("甲", "1"), false);
  const s = storage();
  s.setItem("k", "{broken");
  assert.deepEqual(new Copies(s, "k").all(), []);
});

test("placeholders are found again", () => {
  for (const [word, name, alt] of [["待上传", "a b.jpg", "图[1]"], ["To upload", "", "a *cat*"], ["待上传", "", ""], ["To upload", "x_y.png", "z"]]) {
    const made = placeholder(word, name, alt), found = placeholders("甲 " + made + " 乙 ![a](b.jpg) [x]()");
    assert.equal(found.length, 1, made);
    assert.deepEqual([found[0].from, found[0].to], [2, 2 + made.length]);
  }
  assert.equal(placeholder("To upload", "a.jpg", "A map"), "![To upload: a.jpg (A map)]()");
  assert.equal(placeholder("To upload", "", ""), "![To upload]()");
});

test("a picture's text and name are escaped", () => {
  assert.equal(picture("map.png", "图[1] *a*\n b "), "![图\\[1\\] \\*a\\* b](map.png)");
  assert.equal(picture("a (1).png", ""), "![](<a (1).png>)");
});

test("plain text whose paragraphs are indented", () => {
  assert.equal(paragraphs("　　甲\r\n　　乙 \n\n丙"), "甲\n\n乙\n\n丙");
  assert.equal(paragraphs("甲\n乙"), undefined);
});
