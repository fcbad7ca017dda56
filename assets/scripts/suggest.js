// Suggestions for a code while one types (ARIA combobox with a listbox). Without scripts, “Find” asks the server
// and a select offers what it found; here the select stays, unseen, and carries the answer.
const WAIT = 200;

export function suggest(field) {
  const input = field.querySelector("input");
  const select = field.querySelector("select");
  const found = field.querySelector(".ow-found");
  const button = field.querySelector("button");
  if (!field.dataset.suggest || !input || !select) return;

  const searchName = input.name;
  const list = document.createElement("ul");
  list.id = `${input.id}-suggestions`;
  list.className = "ow-suggest__list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.dataset.found);
  list.hidden = true;
  const status = document.createElement("div");
  status.className = "govuk-visually-hidden";
  status.setAttribute("role", "status");
  input.parentElement.classList.add("ow-suggest");
  input.after(list, status);
  found.hidden = true;
  button.hidden = true;
  input.type = "text";
  for (const [name, value] of [
    ["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id],
  ]) input.setAttribute(name, value);

  let timer = 0;
  let asked = 0;
  let at = -1;

  const keep = (value, label) => {
    if (value && ![...select.options].some((option) => option.value === value)) {
      select.add(new Option(label, value));
    }
    select.value = value;
    // What was only typed is sent as a search; once something is chosen, the choice is sent alone.
    input.name = value ? "" : searchName;
  };
  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (option) => {
    input.value = option.textContent;
    keep(option.dataset.value, option.textContent);
    close();
  };
  const mark = (next) => {
    const options = [...list.children];
    at = (next + options.length) % options.length;
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    input.setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
  };
  const show = (options) => {
    list.replaceChildren(...options.map(({ value, label }, index) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${index}`;
      option.className = "ow-suggest__option";
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.value = value;
      option.textContent = label;
      option.addEventListener("mousedown", (event) => { event.preventDefault(); choose(option); });
      return option;
    }));
    at = -1;
    list.hidden = options.length === 0;
    input.setAttribute("aria-expanded", String(options.length > 0));
    status.textContent = options.length === 0 ? field.dataset.none : `${field.dataset.found}: ${options.length}`;
  };
  const ask = async () => {
    const words = input.value.trim();
    const mine = ++asked;
    if (words.length < 2) return close();
    const address = new URL(field.dataset.suggest, window.location.href);
    address.searchParams.set("text", words);
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (!answer.ok || mine !== asked) return;
      const { found: options } = await answer.json();
      if (mine === asked && document.activeElement === input) show(options);
    } catch { close(); }
  };

  if (select.value) {
    input.value = select.selectedOptions[0].textContent;
    keep(select.value, input.value);
  }
  input.addEventListener("input", () => {
    keep("", "");
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") { event.preventDefault(); mark(at + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); mark(at - 1); }
    else if (event.key === "Enter" && at >= 0) { event.preventDefault(); choose(list.children[at]); }
    else if (event.key === "Escape") { event.preventDefault(); close(); }
  });
}
