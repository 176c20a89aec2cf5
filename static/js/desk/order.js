// Articles are put in order by dragging them, or by their buttons without
// sending the form. The form sends them in the order in which they stand.
for (const list of document.querySelectorAll("[data-order]")) {
  const said = list.parentElement.querySelector("[data-order-said]");
  const say = (item) => {
    const place = [...list.children].indexOf(item) + 1;
    said.textContent = list.dataset.moved.replace("{title}", item.querySelector(".what").textContent.trim()).replace("{place}", place);
  };
  const move = (item, by) => {
    const other = by < 0 ? item.previousElementSibling : item.nextElementSibling;
    if (other) by < 0 ? other.before(item) : other.after(item);
    say(item);
  };
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-by]");
    if (!button) return;
    event.preventDefault();
    move(button.closest("li"), Number(button.dataset.by));
    button.focus();
  });
  // Numbers on the buttons say where the articles stood when the page was made.
  list.closest("form").addEventListener("submit", () => {
    [...list.children].forEach((item, i) => {
      for (const button of item.querySelectorAll("button[name=do]")) button.value = button.value.replace(/:.*/, ":" + i);
    });
  }, { capture: true });

  let held = null;
  for (const item of list.children) item.draggable = true;
  list.addEventListener("dragstart", (event) => {
    held = event.target.closest("li");
    held.classList.add("held");
    event.dataTransfer.effectAllowed = "move";
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("li");
    if (!held || !over || over.parentElement !== list) return;
    event.preventDefault();
    const { top, height } = over.getBoundingClientRect();
    if (over !== held) event.clientY < top + height / 2 ? over.before(held) : over.after(held);
  });
  list.addEventListener("dragend", () => {
    held?.classList.remove("held");
    if (held) say(held);
    held = null;
  });
}
