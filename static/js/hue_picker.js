// Shows the chosen hue on the sample chip, with the words of the name field where the form has one (data-hue-name).
function draw(form) {
  for (const picker of form.querySelectorAll("[data-hues]")) {
    const hue = picker.querySelector("input:checked")?.value ?? "grey";
    const sample = picker.querySelector("[data-hue-sample]");
    sample.className = `chip hue-${hue}`;
    const name = form.querySelector("[data-hue-name], [name=name]")?.value.trim();
    if (name) sample.textContent = name;
  }
}

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form");
  if (form?.querySelector("[data-hues]")) draw(form);
});
