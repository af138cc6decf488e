// What the desk's pages do in the browser. Everything works without it; with it the keyboard is enough.
const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const editor = one("#text");

// --- What is written and not saved is not lost by a slip. ---
const dirty = () => editor && editor.value !== editor.dataset.saved;
function showDirty() {
  const word = one(".unsaved");
  if (word) word.hidden = !dirty();
}
editor?.addEventListener("input", showDirty);
let leaving = false;
addEventListener("beforeunload", (event) => { if (dirty() && !leaving) event.preventDefault(); });
showDirty();

// --- Forms: files that are too large are told before they are sent; a choice in a list is sent at once. ---
function tooLarge(form) {
  const size = all("input[type=file]", form).flatMap((field) => [...field.files]).reduce((sum, file) => sum + file.size, 0);
  return size >= Number(form.dataset.upload);
}

function say(text, kind) {
  const words = Object.assign(document.createElement("p"), { className: `says ${kind}`, textContent: text });
  words.setAttribute("role", kind === "wrong" ? "alert" : "status");
  one("#besked").replaceChildren(words);
  if (kind === "wrong") words.scrollIntoView({ block: "nearest" });
}

// Marks, notes and assignment are kept without leaving the page, so that what stands in the editor stays.
async function quietly(form, button) {
  const data = new FormData(form);
  if (button?.name) data.set(button.name, button.value);
  let answer;
  try {
    answer = await fetch(form.action, { method: "POST", body: data });
  } catch {
    return say("Servern svarar inte. Försök igen om en stund.", "wrong");
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const focused = all("[data-sentence]").indexOf(document.activeElement?.closest("[data-sentence]"));
  const told = one("#besked .says", page) ?? one("[role=alert]", page);
  if (told) say(told.textContent, answer.ok ? "right" : "wrong");
  if (!answer.ok) return undefined;
  for (const part of all("[data-part], #huvud")) {
    const fresh = part.id && one(`#${part.id}`, page);
    if (fresh) part.replaceWith(fresh);
  }
  const version = one("[data-version]", page)?.value;
  if (version) all("[data-version]").forEach((field) => { field.value = version; });
  if (focused >= 0) all("[data-sentence]")[focused]?.focus();
  return undefined;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  if (button?.dataset.sure && !confirm(button.dataset.sure)) return event.preventDefault();
  if (form.dataset.upload && tooLarge(form)) {
    event.preventDefault();
    return say("Filerna är för stora: högst 50 MB går att läsa in. Dela upp dem.", "wrong");
  }
  if ("quiet" in form.dataset) {
    event.preventDefault();
    return quietly(form, button);
  }
  leaving = form.id === "svar";
  if (button?.dataset.busy) setTimeout(() => { button.textContent = button.dataset.busy; button.disabled = true; });
  return undefined;
});
addEventListener("pageshow", () => all("button[data-busy]").forEach((button) => { button.disabled = false; }));
document.addEventListener("change", (event) => {
  if ("send" in event.target.dataset) event.target.form.requestSubmit();
  if ("all" in event.target.dataset) all("input[name=case]").forEach((box) => { box.checked = event.target.checked; });
});
for (const drop of all(".drop")) {
  const over = (on) => (event) => { event.preventDefault(); drop.classList.toggle("over", on); };
  drop.addEventListener("dragover", over(true));
  drop.addEventListener("dragleave", over(false));
  drop.addEventListener("drop", (event) => { over(false)(event); one("input", drop).files = event.dataTransfer.files; });
}

// --- Drafting: ask how it goes until it is done. ---
const run = one("[data-poll]");
async function poll() {
  let now;
  try {
    const answer = await fetch(run.dataset.poll, { redirect: "error" });
    if (!answer.ok) throw new Error(String(answer.status));
    now = await answer.json();
  } catch {
    return setTimeout(poll, 3000);
  }
  if (!now.running) return location.reload();
  one("[data-said]", run).textContent = `${now.done} av ${now.total} utkast är skrivna.`;
  Object.assign(one("progress", run), { max: now.total || 1, value: now.done });
  return setTimeout(poll, 700);
}
if (run && "running" in run.dataset) setTimeout(poll, 500);

// --- The gaps that a person has to write. ---
function nextGap() {
  if (!editor) return;
  const start = editor.value.indexOf("[Här behöver du skriva själv:", editor.selectionEnd);
  const from = start >= 0 ? start : editor.value.indexOf("[Här behöver du skriva själv:");
  if (from < 0) return;
  editor.focus();
  editor.setSelectionRange(from, editor.value.indexOf("]", from) + 1);
}

// --- Keys. ---
let at = -1;
function move(by) {
  const rows = all("[data-row], [data-sentence]");
  if (!rows.length) return;
  const now = rows.indexOf(document.activeElement?.closest("[data-row], [data-sentence]"));
  at = Math.min(rows.length - 1, Math.max(0, (now >= 0 ? now : at) + by));
  rows.forEach((row, n) => row.classList.toggle("at", n === at));
  (one("a", rows[at]) && rows[at].matches("[data-row]") ? one("a", rows[at]) : rows[at]).focus();
}
const press = (selector) => one(selector)?.click();
function mark(word) {
  const sentence = document.activeElement?.closest("[data-sentence]");
  if (sentence) one(`button[value="${word}"]`, sentence).click();
  else move(1);
}
const KEYS = {
  j: () => move(1), k: () => move(-1), "/": () => one("[data-key='/']")?.focus(), n: () => press("[data-key=n]"),
  e: () => editor?.focus(), i: () => press("[data-step=lamna-in]"), g: () => press("[data-step=godkann]"), l: nextGap,
  a: () => one("#note")?.focus(), r: () => mark("rätt"), f: () => mark("fel"), s: () => mark("saknas"),
  u: () => press(".bar nav a"), "?": () => one("#hjalp")?.showModal(),
};
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s" && one("[data-step=spara]")) {
    event.preventDefault();
    return press("[data-step=spara]");
  }
  const writing = event.target.closest("input:not([type=checkbox]), textarea, select");
  if (event.key === "Escape" && writing) return writing.blur();
  if (writing || event.ctrlKey || event.metaKey || event.altKey || one("dialog[open]")) return undefined;
  const act = KEYS[event.key];
  if (!act) return undefined;
  event.preventDefault();
  return act();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-help]")) one("#hjalp")?.showModal();
  if (event.target.closest("[data-gap]")) nextGap();
});
