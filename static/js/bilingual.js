// Reading side by side. Without this script both texts are there, with their anchors.
document.querySelectorAll(".sides").forEach((sides) => {
  const columns = [...sides.children];
  // A sentence has an element for each of its stretches; the first has its id.
  const pieces = columns.map((column) => [...column.querySelectorAll("[data-s]")]);
  const sentences = pieces.map((list) => list.filter((e) => e.id && e.textContent));
  const side = (e) => columns.findIndex((column) => column.contains(e));
  const whole = (e) => pieces[side(e)].slice(0, pieces[side(e)].indexOf(e) + 1).findLast((s) => s.id);
  const partner = (s) => sentences[1 - side(s)].find((e) => e.dataset.s === s.dataset.s);
  const at = (e) => e.target.closest?.(".sides [data-s]");
  let current = sentences[0][0];

  // Both halves of a pair are lit together.
  const light = (s) => pieces.flat().forEach((e) => e.classList.toggle("lit", e.dataset.s === s?.dataset.s));
  const chosen = () => current === document.activeElement || location.hash === "#" + current.id ? current : null;

  // One sentence at a time is a stop of the keyboard; the arrows lead on from it.
  const choose = (s, focus) => {
    if (!s) return;
    const last = current;
    current = s;
    s.tabIndex = 0;
    if (focus) s.focus();
    if (last !== s) last.removeAttribute("tabindex"); // only now: it takes the focus with it
    light(s);
  };
  sides.addEventListener("mouseover", (e) => light(at(e) ?? chosen()));
  sides.addEventListener("mouseleave", () => light(chosen()));
  sides.addEventListener("focusin", (e) => at(e) && choose(whole(at(e))));
  sides.addEventListener("focusout", () => light());
  // The address of the sentence is then in the bar, to be copied.
  sides.addEventListener("click", (e) => {
    if (!at(e) || e.target.closest("a") || getSelection().toString()) return;
    choose(whole(at(e)));
    history.replaceState(history.state, "", "#" + current.id);
  });
  sides.addEventListener("keydown", (e) => {
    if (e.target !== current || e.altKey || e.ctrlKey || e.metaKey || e.shiftKey) return;
    const list = sentences[side(current)], step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (step) choose(list[list.indexOf(current) + step], true);
    else if (e.key === ["ArrowRight", "ArrowLeft"][side(current)]) choose(partner(current), true);
    else if (e.key === "Enter") location.assign(sides.dataset.beyond + "#" + (partner(current) ?? current).id);
    else if (e.key === "Escape") current.blur();
    else return;
    e.preventDefault();
  });
  // The other language and the other script open at the same sentence.
  document.querySelectorAll(".switch a").forEach((link) => {
    for (const going of ["click", "auxclick", "contextmenu"]) {
      link.addEventListener(going, () => {
        const s = chosen();
        link.hash = s ? (link.hreflang === columns[1].lang && partner(s) || s).id : "";
      });
    }
  });

  // Copying takes one language: while one side is being selected the other is out
  // of reach, and of a selection that has both the side where it began is kept.
  document.addEventListener("selectstart", (e) => { sides.dataset.chosen = side(e.target); });
  document.addEventListener("copy", () => {
    const selection = getSelection();
    if (!columns.every((column) => selection.containsNode(column, true))) return;
    const range = selection.getRangeAt(0), column = columns[Math.max(0, side(selection.anchorNode))], kept = document.createRange();
    kept.selectNodeContents(column);
    if (column.contains(range.startContainer)) kept.setStart(range.startContainer, range.startOffset);
    if (column.contains(range.endContainer)) kept.setEnd(range.endContainer, range.endOffset);
    selection.removeAllRanges();
    selection.addRange(kept);
  });

  const arrive = () => {
    const s = document.getElementById(location.hash.slice(1));
    if (s?.matches(".sides [data-s]")) choose(s);
  };
  addEventListener("hashchange", arrive);
  current.tabIndex = 0;
  arrive();
  document.querySelector(".keys").hidden = false;
});
