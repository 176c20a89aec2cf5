// Before anything is drawn: the colours and the size of text that the reader
// chose on this device. Also for a page that the browser had kept.
(() => {
  const choose = () => {
    for (const name of ["scheme", "size"]) {
      try {
        document.documentElement.dataset[name] = localStorage.getItem("hebi." + name) ?? "";
      } catch { /* no storage here, no choice kept */ }
    }
  };
  choose();
  addEventListener("pageshow", choose);
})();
