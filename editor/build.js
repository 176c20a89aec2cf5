// Makes static/built/editor.js of src: one script for the desk's edit form, with
// the licences of what is in it beside it. It is put in place whole.
import { build } from "esbuild";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";

const at = (/** @type {string} */ path) => new URL(path, import.meta.url).pathname;
const out = at("../static/built/editor.js");

const result = await build({
  entryPoints: [at("src/main.js")],
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome111", "firefox115", "safari16.4"],
  charset: "utf8",
  legalComments: "none",
  write: false,
  metafile: true,
  logLevel: "error",
});

/** @param {string} input */
const packageOf = (input) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
const used = new Set(Object.entries(Object.values(result.metafile.outputs)[0].inputs).filter(([, i]) => i.bytesInOutput > 0).map(([input]) => packageOf(input)));
used.delete(undefined);
// All but one are of the same authors with the same words: one copy of each licence is enough.
const texts = new Map();
for (const name of [...used].sort()) {
  const text = readFileSync(at("node_modules/" + name + "/LICENSE"), "utf8").trim();
  texts.set(text, [...(texts.get(text) ?? []), name]);
}
const notice = [...texts].map(([text, names]) => "/*! " + names.join(", ") + "\n\n" + text + "\n*/\n").join("");

const script = notice + result.outputFiles[0].text;
mkdirSync(at("../static/built"), { recursive: true });
writeFileSync(out + ".new", script);
renameSync(out + ".new", out);
console.log(`static/built/editor.js: ${script.length} bytes, ${brotliCompressSync(script).length} with Brotli`);
