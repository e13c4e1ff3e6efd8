// Says which file was chosen or dropped: <label class="drop-zone"><input type="file"><b data-file-name>Choose a CSV file</b></label>.
document.addEventListener("change", (event) => {
  const field = event.target;
  if (field.type !== "file") return;
  const name = field.closest(".drop-zone")?.querySelector("[data-file-name]");
  if (name && field.files.length) name.textContent = field.files[0].name;
});
for (const [kind, isOver] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
  document.addEventListener(kind, (event) => event.target.closest?.(".drop-zone")?.classList.toggle("is-over", isOver));
}
