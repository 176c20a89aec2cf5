/**
 * Follows links to a line of the text, such as #line-12 of the checks beside it:
 * when the page is opened with one, when one is followed, and when it is
 * followed again.
 * @param {(line: number) => void} go
 */
export function followLines(go) {
  const follow = () => {
    const line = /^#line-(\d+)$/.exec(location.hash)?.[1];
    if (line) go(Number(line));
  };
  addEventListener("hashchange", follow);
  document.addEventListener("click", (e) => {
    const link = e.target instanceof Element ? e.target.closest('a[href^="#line-"]') : null;
    if (link?.getAttribute("href") === location.hash) setTimeout(follow); // which is no change of it
  });
  follow();
}
