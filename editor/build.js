// Makes the desk's scripts in static/built of src: editor.js for the edit form and
// overview.js for the charts, each with the licences of what is in it. Each is put
// in place whole; editor.js comes last, so that it is new when all are.
import { build } from "esbuild";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";

const at = (/** @type {string} */ path) => new URL(path, import.meta.url).pathname;

/** @param {string} input */
const packageOf = (input) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];

/** @param {string} name */
const licenceOf = (name) => {
  const file = readdirSync(at("node_modules/" + name)).find((f) => /^licen[cs]e/i.test(f));
  if (!file) throw new Error(name + " has no licence file");
  return readFileSync(at("node_modules/" + name + "/" + file), "utf8").trim();
};

mkdirSync(at("../static/built"), { recursive: true });
for (const [entry, name] of [["overview", "overview.js"], ["main", "editor.js"]]) {
  const out = at("../static/built/" + name);
  const result = await build({
    entryPoints: [at("src/" + entry + ".js")],
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
  const used = new Set(Object.entries(Object.values(result.metafile.outputs)[0].inputs).filter(([, i]) => i.bytesInOutput > 0).map(([input]) => packageOf(input)));
  used.delete(undefined);
  // Many are of the same authors with the same words: one copy of each licence is enough.
  const texts = new Map();
  for (const name of [...used].sort()) {
    const text = licenceOf(name);
    texts.set(text, [...(texts.get(text) ?? []), name]);
  }
  const notice = [...texts].map(([text, names]) => "/*! " + names.join(", ") + "\n\n" + text + "\n*/\n").join("");
  const script = notice + result.outputFiles[0].text;
  writeFileSync(out + ".new", script);
  renameSync(out + ".new", out);
  console.log(`static/built/${name}: ${script.length} bytes, ${brotliCompressSync(script).length} with Brotli`);
}
