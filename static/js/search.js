// Suggestions while typing, in search boxes that say where they come from: a
// combobox as WAI-ARIA describes it. Without this script nothing is lost.
document.querySelectorAll("input[data-suggest]").forEach((input) => {
  const list = document.createElement("ul");
  // Chinese suggestions are in the page's script.
  const chinese = /^zh/.exec(document.documentElement.lang) ? document.documentElement.lang : "zh-Hans";
  let found = [], options = [], active = -1, composing = false, timer, request;

  list.id = input.id + "-suggestions";
  list.className = "suggestions";
  list.hidden = true;
  set(list, { role: "listbox", "aria-label": input.dataset.list });
  set(input, { role: "combobox", "aria-autocomplete": "list", "aria-expanded": false, "aria-controls": list.id });
  input.after(list);

  function set(element, attributes) {
    for (const name in attributes) element.setAttribute(name, attributes[name]);
  }

  function stop() {
    clearTimeout(timer);
    request?.abort();
  }

  function open(yes) {
    list.hidden = !yes;
    set(input, { "aria-expanded": yes });
    mark(-1);
  }

  function close() {
    stop();
    open(false);
  }

  function mark(n) {
    active = n;
    options.forEach((o, i) => set(o, { "aria-selected": i === n }));
    if (n < 0) return input.removeAttribute("aria-activedescendant");
    set(input, { "aria-activedescendant": options[n].id });
    options[n].scrollIntoView({ block: "nearest" });
  }

  // While an input method composes nothing is asked: its letters are no query yet.
  function wait() {
    stop();
    if (composing) return;
    if (!input.value.trim()) return close();
    timer = setTimeout(ask, 150);
  }

  async function ask() {
    request = new AbortController();
    try {
      const answer = await fetch(input.dataset.suggest + "&q=" + encodeURIComponent(input.value), { signal: request.signal });
      found = answer.ok && document.activeElement === input ? (await answer.json()).suggestions : [];
      options = found.map(option);
      list.replaceChildren(...options);
      open(options.length > 0);
    } catch { /* aborted, or out of reach: the form still works */ }
  }

  function option(s, i) {
    const item = document.createElement("li"), text = document.createElement("span"), kind = document.createElement("small");
    set(item, { id: list.id + "-" + i, role: "option" });
    set(text, { lang: s.lang === "zh" ? chinese : s.lang });
    const characters = [...s.text]; // marks count these, not UTF-16 units
    const slice = (from, to) => characters.slice(from, to).join("");
    let at = 0;
    for (const [from, to] of s.marks) {
      const hit = document.createElement("b");
      hit.append(slice(from, to));
      text.append(slice(at, from), hit);
      at = to;
    }
    text.append(slice(at));
    kind.append(input.dataset[s.kind]);
    item.append(text, kind);
    item.onclick = () => {
      mark(i);
      input.form.requestSubmit();
    };
    return item;
  }

  // Enter sends the form by itself. A term is searched for, all else has a page.
  input.form.addEventListener("submit", (e) => {
    const s = found[active];
    close();
    if (!s) return;
    input.value = s.text;
    if (s.kind === "term") return;
    e.preventDefault();
    const to = new URL(s.url); // its path, on the host that the reader is on
    location.assign(to.pathname + to.search);
  });

  input.addEventListener("compositionstart", () => { composing = true; wait(); });
  input.addEventListener("compositionend", () => { composing = false; wait(); });
  input.addEventListener("input", wait);
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (e) => e.preventDefault()); // the box keeps the focus

  input.addEventListener("keydown", (e) => {
    // In Safari the Enter that ends a composition comes after its end, with the code 229.
    if (e.isComposing || e.keyCode === 229) return e.key === "Enter" && e.preventDefault();
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key], n = options.length + 1;
    if (list.hidden) return step > 0 && wait();
    if (step) mark((active + 1 + step + n) % n - 1);
    else if (e.key === "Escape") close();
    else return;
    e.preventDefault();
  });
});
