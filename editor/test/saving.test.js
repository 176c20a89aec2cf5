// What the mark says, with a server that answers as told.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Saving } from "../src/saving.js";

/** @type {{text: string, answers: (() => any)[], kept: string|undefined, room: boolean, posted: string[]}} */
let world;
/** @type {import("../src/saving.js").Saved} */
let shown;

beforeEach(() => {
  world = { text: "a", answers: [], kept: undefined, room: true, posted: [] };
  globalThis.fetch = /** @type {any} */ (async (/** @type {string} */ _, /** @type {any} */ { body }) => {
    world.posted.push(String(body));
    return world.answers.shift()?.();
  });
});

const answer = (/** @type {number} */ status, /** @type {any} */ body = {}) => () => ({ status, ok: status < 300, type: "basic", json: async () => body });
const refuse = () => { throw new TypeError("no network"); };

const start = (saved = true) => {
  const saving = new Saving({
    address: "/x", version: () => "1", text: () => world.text, saved, say: (key) => key, show: (s) => { shown = s; },
    copies: /** @type {any} */ ({ keep: (/** @type {string} */ text) => (world.room && (world.kept = text), world.room), drop: () => { world.kept = undefined; } }),
  });
  // Timers are called by hand here.
  saving.schedule = () => {};
  return saving;
};

test("a change is unsaved, kept, saved", async () => {
  const s = start();
  assert.equal(shown.state, "saved");
  world.text = "b";
  s.touch();
  assert.equal(shown.state, "unsaved");
  s.keep();
  assert.deepEqual([shown.kept, world.kept], [true, "b"]);
  world.answers = [answer(200, { saved: "2026-01-02T03:04:05Z" })];
  await s.send();
  assert.deepEqual([shown.state, shown.at?.toISOString(), world.kept, s.unsaved], ["saved", "2026-01-02T03:04:05.000Z", undefined, false]);
});

test("what is taken back needs no saving", async () => {
  const s = start();
  world.text = "b";
  s.touch();
  s.keep();
  world.text = "a";
  s.keep();
  assert.deepEqual([shown.state, world.kept], ["saved", undefined]);
  await s.send();
  assert.deepEqual(world.posted, []);
});

test("nothing is sent or kept in the middle of a word", async () => {
  const s = start();
  s.compose(true);
  world.text = "zh";
  s.touch();
  s.keep();
  await s.send();
  assert.deepEqual([world.posted, world.kept, shown.state], [[], undefined, "unsaved"]);
  world.text = "中";
  s.compose(false);
  world.answers = [answer(200)];
  await s.send();
  assert.deepEqual(world.posted, ["%E4%B8%AD="]);
});

test("a server that is away is asked again, ever later; then all is well", async () => {
  const s = start();
  world.text = "b";
  s.touch();
  world.answers = [refuse, answer(500), refuse, refuse, refuse, refuse];
  const waits = [];
  for (let i = 0; i < 6; i++) await s.send(), waits.push(s.retry);
  assert.deepEqual(waits, [4000, 8000, 16000, 32000, 60000, 60000]);
  assert.deepEqual([shown.state, shown.sentence, shown.kept], ["failed", "save.failed", true]);
  world.answers = [answer(200)];
  await s.send();
  assert.deepEqual([shown.state, shown.sentence, s.retry, world.kept], ["saved", "", 0, undefined]);
});

test("a browser without room does not say that it keeps a copy", async () => {
  const s = start();
  world.room = false;
  world.text = "b";
  s.touch();
  world.answers = [refuse];
  await s.send();
  assert.deepEqual([shown.kept, shown.sentence], [false, "save.lost"]);
});

test("that somebody saved a newer version stays said", async () => {
  const s = start();
  world.text = "b";
  world.answers = [answer(409, { error: "Newer." })];
  await s.send();
  assert.deepEqual([shown.state, shown.sentence], ["saved", "Newer."]);
  world.text = "c";
  s.touch();
  world.text = "b";
  s.keep();
  assert.deepEqual([shown.state, shown.sentence], ["saved", "Newer."]);
});

test("a refusal is not tried again by itself", async () => {
  for (const [made, sentence] of /** @type {[any, string][]} */ ([[answer(401), "save.signed-out"], [() => ({ status: 0, type: "opaqueredirect", json: async () => ({}) }), "save.signed-out"], [answer(403, { error: "No." }), "No."], [answer(422, { error: "Too long." }), "Too long."]])) {
    const s = start();
    world.text += "b";
    world.answers = [made];
    await s.send();
    assert.deepEqual([shown.state, shown.sentence, s.retry], ["failed", sentence, 0]);
    // Taken back, there is nothing that could not be saved.
    world.text = world.text.slice(0, -1);
    s.keep();
    assert.deepEqual([shown.state, shown.sentence], ["saved", ""]);
  }
});

test("a form that shows what is saved nowhere says so", () => {
  start(false);
  assert.equal(shown.state, "unsaved");
});

test("a page that is left keeps the text here, and sends it where that is not too long for browsers", () => {
  /** @type {string[]} */
  const sent = [];
  Object.defineProperty(globalThis, "navigator", { value: { sendBeacon: (/** @type {string} */ _, /** @type {any} */ body) => sent.push(String(body)) }, configurable: true });
  for (const [length, beacons] of [[59_999, 1], [60_000, 0]]) {
    const s = start();
    sent.length = 0;
    world.text = "b".repeat(length);
    s.leave();
    assert.deepEqual([world.kept, sent.length], [world.text, beacons]);
  }
});
