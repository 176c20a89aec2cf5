// A text file chosen or dropped stands in the text box at once, where it can be
// looked at; without this script it is sent along with the form.
{
  const form = document.querySelector("[data-import]");
  const box = form?.querySelector("textarea");
  const chooser = form?.querySelector("input[type=file]");

  /** Old files are in the coding of the mainland, GB 18030. @param {ArrayBuffer} bytes */
  const decoded = (bytes) => {
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      return new TextDecoder("gb18030").decode(bytes);
    }
  };

  /** @param {File | undefined} file */
  const take = async (file) => {
    if (!file || file.size > 1 << 20) return false; // what is too large the server says
    box.value = decoded(await file.arrayBuffer());
    chooser.value = "";
    box.focus();
    return true;
  };

  if (form && box && chooser) {
    chooser.addEventListener("change", () => take(chooser.files[0]));
    form.addEventListener("dragover", (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      form.classList.add("dropping");
    });
    for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => form.classList.remove("dropping"));
    form.addEventListener("drop", async (event) => {
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      const { files } = event.dataTransfer;
      if (!(await take(files[0]))) chooser.files = files;
    });
  }
}
