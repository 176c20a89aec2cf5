// What is written as text stays text: test/editor reads escape.json with the
// program's own Markdown. UPDATE=1 rewrites it.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { parse } from "parse5";
import { toMarkdown } from "../src/paste/convert.js";
import { body } from "./tree.js";

const file = new URL("escape.json", import.meta.url);
const texts = [
  "1. 第一条", "12) twelfth", "- dash", "+ plus", "* star", "# hash", "###### six", "#tag", "> more", "=====", "-----", "- - -", "***", "___", "~~~", "```", "| bar |",
  "a*b*c", "**b**", "5*3*2", "_a_", "snake_case_name", "__init__", "~~gone~~", "~one~", "`code`", "a ` b", "[x]", "[x](y)", "[x][y]", "[x]: y", "[^1]", "[^1]: note", "![alt](src)", "!important",
  "<b>bold</b>", "<https://a.example>", "a < b > c", "<3", "<!-- no -->", "&amp;", "&#65;", "AT&T", "&copy; 2025", "a\\b", "\\*", "C:\\new\\_x", "end\\",
  "https://a.example/x_y_z*", "you@a.example", "“真，”他说*", "2 * 3 = 6", "*注：此处", "※*重要*", "$5 * 3$", "a  b", "1986\\. A year", "(1) 甲", "（1）乙", "第1. 条", "---甲", "+1", "-1", "a | b", "|---|", ":-: ", "==marked==", "a^2^", "H~2~O", "\"q\" 'r'", "...", "--",
];

/** @param {string} text */
const escape = (text) => toMarkdown(body(parse("<p>" + text.replace(/&/g, "&amp;").replace(/</g, "&lt;") + "</p>")), { placeholder: () => "" });

test("text stays text", () => {
  const got = JSON.stringify(texts.map((text) => ({ text: text.replace(/\s+/g, " ").trim(), markdown: escape(text) })), null, 1) + "\n";
  if (process.env.UPDATE) writeFileSync(file, got);
  assert.equal(got, readFileSync(file, "utf8"));
});
