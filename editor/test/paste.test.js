// Clipboards as Word, WPS and web pages make them, and the Markdown that they become.
// UPDATE=1 node --test rewrites what is wanted: read the difference.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { parse } from "parse5";
import { toMarkdown } from "../src/paste/convert.js";
import { placeholder } from "../src/placeholder.js";
import { body } from "./tree.js";

const folder = new URL("paste/", import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith(".html"));
assert.ok(names.length >= 8, "the samples are missing");

/** @param {string} html @param {number} [firstNote] */
const pasted = (html, firstNote) => toMarkdown(body(parse(html)), { firstNote, placeholder: (name, alt) => placeholder("待上传", name, alt) });

for (const name of names) {
  test(name, () => {
    const got = pasted(readFileSync(new URL(name, folder), "utf8")) + "\n";
    const file = new URL(name.replace(".html", ".md"), folder);
    if (process.env.UPDATE) writeFileSync(file, got);
    assert.equal(got, readFileSync(file, "utf8"));
  });
}

const cases = {
  "one word in three spans is one bold word": ["<p>在<b>区</b><b><span>域</span></b><span style='font-weight:700'>合作</span>中</p>", "在**区域合作**中"],
  "marks hold no white space": ["<p>a <b> b </b>c</p>", "a **b** c"],
  "a bold paragraph that is not": ["<b style='font-weight:normal'><p>甲</p><p>乙</p></b>", "甲\n\n乙"],
  "a line of source ends between Chinese characters": ["<p>绿色\r\n发展，\n未来 and\nmore</p>", "绿色发展，未来 and more"],
  "spaces that do not break": ["<p>5&nbsp;%&shy; of&#8203; it</p>", "5 % of it"],
  "a paragraph begins two characters in": ["<p>　　今年以来</p><p>&nbsp;&nbsp;&nbsp; 明年</p>", "今年以来\n\n明年"],
  "what looks like Markdown is text": ["<p># 1*2 _a_ snake_case [x](y) `c` &lt;b&gt; \\* ~~s~~ &amp;amp;</p>", "\\# 1\\*2 \\_a\\_ snake_case \\[x](y) \\`c\\` \\<b> \\\\\\* \\~\\~s\\~\\~ \\&amp;"],
  "what begins a line": ["<p>1. 甲<br>- 乙<br>+ 丙<br>&gt; 丁<br>---</p>", "1\\. 甲\\\n\\- 乙\\\n\\+ 丙\\\n\\> 丁\\\n\\---"],
  "two breaks part paragraphs": ["<div>甲<br><br>乙<br>丙<br></div>", "甲\n\n乙\\\n丙"],
  "a dangerous link is its text": ["<p><a href='javascript:x()'>甲</a> <a href='file:///C:/a'>乙</a> <a href='https://a.example/b(c)'>丙</a></p>", "甲 乙 [丙](https://a.example/b%28c%29)"],
  "scripts and hidden parts are left out": ["<p>甲<script>x</script><span style='display:none'>乙</span><style>p{}</style></p>", "甲"],
  "a picture of one pixel counts visits": ["<p>甲<img src='https://a.example/x.gif' width=1 height=1></p>", "甲"],
  "a picture is to be uploaded": ["<p><img src='https://a.example/%E5%9B%BE/steppe.jpg?w=3' alt='草 原'></p>", "![待上传：steppe.jpg（草 原）]()"],
  "a picture without a name": ["<p><img src='data:image/png;base64,AAAA'></p>", "![待上传]()"],
  "code keeps its lines": ["<pre><code class='language-go'>a := 1\n\tb()\n</code></pre>", "```go\na := 1\n\tb()\n```"],
  "a table that only lays out": ["<table><tr><td><p>甲</p><p>乙</p></td></tr></table>", "甲\n\n乙"],
  "nothing": ["<p>&nbsp;</p><div><br></div>", ""],
};
for (const [name, [html, want]] of Object.entries(cases)) test(name, () => assert.equal(pasted(html), want));

test("numbers of notes follow those of the text", () => {
  const html = `<p>甲<sup><a href="https://a.example/p#fn1">1</a></sup></p><section role="doc-endnotes"><ol><li id="fn1">注。</li></ol></section>`;
  assert.equal(pasted(html, 4), "甲[^4]\n\n[^4]: 注。");
});
