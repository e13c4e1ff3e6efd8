// Fields that find things as one types (tom-select, loaded only where one is). data-picker=address that answers
// {"results": [{"value", "text", "hint"}]} for ?q=. On a <select> the values are posted. On a text field the text is posted, so
// that the server resolves it with or without scripts; data-picker-id names the hidden field that also gets the value.
// With data-multi a text field holds several texts between commas (tags).
let library = null;

function load() {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = document.querySelector("meta[name=tom-select]").content;
    script.onload = () => resolve(window.TomSelect);
    script.onerror = reject;
    document.head.append(script);
  });
  return library;
}

function finder(field) {
  return function (query, done) {
    const address = new URL(field.dataset.picker, location.href);
    address.searchParams.set("q", query);
    fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" })
      .then((response) => (response.ok ? response.json() : { results: [] }))
      .then(({ results }) => {
        this.clearOptions();
        done(results.map((result) => ({ ...result, query })));
      })
      .catch(() => done());
  };
}

function drawing(field) {
  const line = (data, escape) => `<div><span>${escape(data.text)}</span>${data.hint ? `<span class="meta">${escape(data.hint)}</span>` : ""}</div>`;
  return {
    option: line,
    item: (data, escape) => `<div>${escape(data.text)}</div>`,
    option_create: (data, escape) => `<div class="create">${escape(field.dataset.create)} <q>${escape(data.input)}</q></div>`,
    no_results: (data, escape) => `<div class="no-results">${escape(field.dataset.nothing ?? "")}</div>`,
  };
}

function settings(field, multi) {
  return {
    valueField: "value",
    labelField: "text",
    searchField: ["text"],
    maxOptions: 30,
    maxItems: multi ? null : 1,
    create: Boolean(field.dataset.create),
    createOnBlur: Boolean(field.dataset.create),
    persist: false,
    plugins: multi ? { remove_button: { title: field.dataset.remove ?? "×" } } : {},
    placeholder: field.getAttribute("placeholder") ?? "",
    hidePlaceholder: multi,
    closeAfterSelect: !multi,
    render: drawing(field),
    ...(field.dataset.picker && {
      load: finder(field),
      preload: "focus",
      // The server knows better what matches (accents, e-mail, phone); until it answers, what is shown is filtered here.
      score(query) {
        const usual = this.getScoreFunction(query);
        return (option) => (option.query === query ? 1 : usual(option));
      },
    }),
  };
}

/** One text with the id of what was picked: the shown box stands in for the field, which goes on being posted as text. */
function single(TomSelect, field) {
  const focused = document.activeElement === field;
  const typed = focused && field.value !== field.defaultValue ? field.value : ""; // while the library was on its way
  if (typed) field.value = "";
  const shown = field.cloneNode();
  shown.removeAttribute("name");
  shown.dataset.noDraft = "";
  const id = document.getElementById(field.dataset.pickerId ?? "");
  const options = field.value ? [{ value: id?.value || field.value, text: field.value }] : [];
  shown.value = options[0]?.value ?? "";
  field.type = "hidden";
  field.removeAttribute("id");
  field.after(shown);
  const select = new TomSelect(shown, { ...settings(field, false), options, items: options.map((option) => option.value) });
  tell(select);
  select.on("change", (value) => {
    const option = select.options[value];
    field.value = option?.text ?? value ?? "";
    if (id) id.value = option && option.text !== value ? value : "";
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  field.addEventListener("input", () => {
    const value = id?.value || field.value;
    if (field.value) select.addOption({ value, text: field.value });
    select.setValue(field.value ? value : "", true);
  });
  if (focused) select.focus();
  if (typed) select.setTextboxValue(typed);
}

function several(TomSelect, field) {
  const names = field.tagName === "SELECT" ? [] : field.value.split(",").map((name) => name.trim()).filter(Boolean);
  const byText = field.tagName === "SELECT" ? {} : { valueField: "text", delimiter: ",", options: names.map((text) => ({ text })), items: names };
  const select = new TomSelect(field, { ...settings(field, field.multiple || field.hasAttribute("data-multi")), ...byText });
  tell(select);
  if (field.tagName === "SELECT") return;
  field.addEventListener("input", () => {
    const texts = field.value.split(",").filter(Boolean);
    if (texts.join() === select.items.join()) return;
    select.addOptions(texts.map((text) => ({ text })));
    select.setValue(texts, true);
  });
}

/** While one types, what was picked before steps aside; and results that come late never take the focus back from where one is by then. */
function tell(select) {
  const open = select.open.bind(select); // opening focuses
  select.open = () => select.wrapper.contains(document.activeElement) && open();
  select.on("type", (query) => select.wrapper.classList.toggle("is-typing", Boolean(query)));
  select.on("blur", () => select.wrapper.classList.remove("is-typing"));
  select.on("change", () => select.wrapper.classList.remove("is-typing"));
}

function start(TomSelect, field) {
  if (field.tomselect || field.dataset.started) return;
  field.dataset.started = "1";
  if (field.tagName === "SELECT" || field.hasAttribute("data-multi")) several(TomSelect, field);
  else single(TomSelect, field);
}

function find(root) {
  const fields = [...root.querySelectorAll("[data-picker], [data-tags]")].filter((field) => field.type !== "hidden" && !field.closest("template"));
  fields.filter((field) => field.hasAttribute("data-tags")).forEach((field) => (field.dataset.multi = "1"));
  if (fields.length) load().then((TomSelect) => fields.forEach((field) => start(TomSelect, field)), () => {});
}

find(document);
document.addEventListener("carnet:added", (event) => find(event.detail.root));
