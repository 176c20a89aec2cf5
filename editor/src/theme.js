import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** The editor's own sheet, which CodeMirror writes with the page's nonce; colours and faces are those of the site's. */
const sheet = EditorView.theme({
  "&": { backgroundColor: "var(--card)", color: "var(--ink)", height: "100%" },
  "&.cm-focused": { outline: "2px solid var(--jade)", outlineOffset: "-2px" },
  ".cm-scroller": { lineHeight: "1.75", overflow: "auto" },
  ".cm-content": { fontFamily: "var(--serif)", padding: "1rem .75rem", caretColor: "var(--ink)", minHeight: "16rem" },
  ".cm-line": { padding: "0 .25rem" },
  ".cm-panels": { backgroundColor: "var(--tint)", color: "var(--ink)", borderBlockStart: "1px solid var(--hairline)" },
  ".cm-searchMatch": { backgroundColor: "var(--mark)" },
  ".cm-searchMatch.cm-searchMatch-selected": { outline: "2px solid var(--cinnabar)", backgroundColor: "var(--mark)" },
});

const highlight = HighlightStyle.define([
  { tag: tags.heading, fontWeight: "700" },
  { tag: tags.strong, fontWeight: "700" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: tags.strikethrough, textDecoration: "line-through" },
  { tag: tags.quote, color: "var(--grey)" },
  { tag: tags.monospace, fontFamily: "ui-monospace, monospace", fontSize: ".9em" },
  { tag: [tags.link, tags.url], color: "var(--jade)" },
  { tag: [tags.processingInstruction, tags.contentSeparator, tags.labelName], color: "var(--cinnabar)" },
]);

export const theme = [sheet, syntaxHighlighting(highlight)];
