/* Turns the text of a model into an editor for it. Without this script the text itself is edited. */
"use strict";

const form = document.querySelector("[data-editor]");
const text = form.querySelector("textarea");
const canvas = form.querySelector("[data-canvas]");
const views = form.querySelector("[data-views]");
const trouble = form.querySelector("[data-trouble]");

function say(words) {
  trouble.hidden = false;
  trouble.textContent = words;
}

function show(editing) {
  canvas.hidden = !editing;
  form.querySelector("[data-text]").hidden = editing;
}

/* One button for each table and expression of a decision model: the editor shows one at a time. */
function listViews(modeler) {
  views.replaceChildren();
  for (const view of modeler.getViews()) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "govuk-button govuk-button--secondary ow-editor__view";
    button.textContent = view.name || view.element.name || view.id;
    button.setAttribute("aria-pressed", String(view === modeler.getActiveView()));
    button.addEventListener("click", async () => {
      await modeler.open(view);
      listViews(modeler);
    });
    views.append(button);
  }
}

async function open(modeler) {
  show(true);
  try {
    await modeler.importXML(text.value);
  } catch (problem) {
    show(false);
    say(form.dataset.cannotOpen + " " + problem.message);
    return;
  }
  if (form.dataset.editor === "bpmn") modeler.get("canvas").zoom("fit-viewport");
  else {
    listViews(modeler);
    modeler.on("views.changed", () => listViews(modeler));
  }
  form.addEventListener("submit", (event) => save(modeler, event));
  form.dataset.ready = "true";
}

async function save(modeler, event) {
  if (form.dataset.saved) return;
  event.preventDefault();
  try {
    text.value = (await modeler.saveXML({ format: true })).xml;
  } catch (problem) {
    say(form.dataset.cannotSave + " " + problem.message);
    return;
  }
  form.dataset.saved = "true";
  // In a turn of its own: a form that is still telling of one submission ignores the next.
  setTimeout(() => form.requestSubmit(event.submitter));
}

const Modeler = form.dataset.editor === "bpmn" ? window.BpmnJS : window.DmnJS;
open(new Modeler({ container: canvas }));
