// Comforts of the reader. Without this script nothing is lost but them.

// A form that is sent leaves out the fields that are empty.
document.addEventListener("formdata", (e) => {
  if (e.target.method !== "get") return;
  for (const [name, value] of [...e.formData]) if (value === "") e.formData.delete(name);
});

// Colours and size of text; early.js applies them to the pages that follow.
document.querySelectorAll(".comforts").forEach((box) => {
  const chosen = document.documentElement.dataset, close = () => { box.open = false; };
  const show = () => box.querySelectorAll("input").forEach((i) => { i.checked = i.value === (chosen[i.name] ?? ""); });
  show();
  box.hidden = false;
  box.addEventListener("toggle", show); // a page that was kept may have been left with another choice
  box.addEventListener("change", ({ target: { name, value } }) => {
    chosen[name] = value;
    try {
      localStorage.setItem("hebi." + name, value);
    } catch { /* it holds for this page */ }
  });
  box.addEventListener("keydown", (e) => {
    if (e.key !== "Escape") return;
    close();
    box.querySelector("summary").focus();
  });
  document.addEventListener("click", (e) => box.contains(e.target) || close());
});

// A gloss goes away on Escape, and is back the next time.
document.addEventListener("keydown", (e) => {
  if (e.key !== "Escape") return;
  document.querySelectorAll("dfn:is(:hover, :focus)").forEach((word) => {
    word.classList.add("hushed");
    for (const leaving of ["mouseleave", "blur"]) word.addEventListener(leaving, () => word.classList.remove("hushed"), { once: true });
  });
});

// The day of reading is the reader's; copying needs a hand.
document.querySelectorAll(".cite").forEach((cite) => {
  const button = cite.querySelector("button"), label = button.textContent;
  cite.querySelector(".accessed").textContent = "[" + new Date().toLocaleDateString("sv") + "]";
  button.hidden = false;
  button.addEventListener("click", () => {
    getSelection().selectAllChildren(cite.querySelector("p"));
    if (!document.execCommand("copy")) return; // selected, at least
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = label; }, 3000);
  });
});

// The other language begins at the passage that is being read. A passage is the
// nth block after the nth heading: translations may part a section otherwise.
document.querySelectorAll(".story .prose").forEach((prose) => {
  const line = 32; // below it a block counts as read; it must be more than scroll-padding-top
  const places = () => {
    let heading = 0, n = 0;
    return [...prose.children].map((block) => {
      if (/^H\d$/.test(block.tagName)) heading++, n = 0;
      else n++;
      return { block, heading, n };
    });
  };
  const here = () => {
    if (prose.getBoundingClientRect().top > line) return "";
    const all = places(), at = all.find((p) => p.block.getBoundingClientRect().bottom > line) ?? all.at(-1);
    return at ? "passage-" + at.heading + "-" + at.n : "";
  };
  document.querySelectorAll(".switch a, .counterpart a[hreflang]").forEach((link) => {
    for (const going of ["click", "auxclick", "contextmenu"]) link.addEventListener(going, () => { link.hash = here(); });
  });

  const asked = /^#passage-(\d+)-(\d+)$/.exec(location.hash);
  if (!asked) return;
  history.replaceState(null, "", location.pathname + location.search); // it is no address to hand on
  const to = places().findLast((p) => p.heading === +asked[1] && p.n <= +asked[2]);
  if (!to) return;
  to.block.tabIndex = -1;
  to.block.focus({ preventScroll: true });
  to.block.scrollIntoView();
});
