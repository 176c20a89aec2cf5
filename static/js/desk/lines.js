// Where the text is a plain box, a link to one of its lines, such as #line-12 of
// the checks beside it, selects that line. Without this script the link leads to
// the box, and says the number of the line.
const box = document.querySelector("form[data-editor] textarea[name=body]");
const follow = () => {
  const line = /^#line-(\d+)$/.exec(location.hash)?.[1];
  if (!line) return;
  const lines = box.value.split("\n"), n = Math.min(Number(line), lines.length);
  const start = lines.slice(0, n - 1).join("\n").length + (n > 1), end = start + lines[n - 1].length;
  box.setSelectionRange(end, end);
  box.blur();
  box.focus(); // brings what is selected into view
  box.setSelectionRange(start, end);
};
if (box) {
  addEventListener("hashchange", follow);
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#line-"]');
    if (link?.getAttribute("href") === location.hash) setTimeout(follow);
  });
  follow();
}
