// What the chat page does in the browser. Everything else, and all text that matters, comes from the server.
document.documentElement.lang = "sv";

// --- A source opens beside the chat, at the quote; without this script the link still works. ---
function drawer() {
  let panel = document.getElementById("kalla");
  if (panel) return panel;
  panel = document.createElement("dialog");
  panel.id = "kalla";
  panel.setAttribute("aria-label", "Källa");
  panel.innerHTML =
    '<header><span>Källa</span><a target="_blank">Egen flik</a><button type="button">Stäng</button></header><div tabindex="0"></div>';
  panel.querySelector("button").onclick = () => panel.close();
  panel.onclick = (click) => { if (click.target === panel) panel.close(); };
  document.body.append(panel);
  return panel;
}

async function openSource(address) {
  const panel = drawer();
  const body = panel.querySelector("div");
  panel.querySelector("a").href = address;
  body.textContent = "Hämtar källan …";
  panel.showModal();
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    body.replaceChildren(page.querySelector("article"));
    const anchor = decodeURIComponent(address.split("#")[1] ?? "");
    const section = anchor ? body.querySelector(`#${CSS.escape(anchor)}`) : null;
    section?.classList.add("cited");
    (body.querySelector("mark") ?? section)?.scrollIntoView({ block: "center" });
  } catch {
    body.textContent = "Källan kunde inte hämtas just nu. Försök igen om en stund.";
  }
  body.focus({ preventScroll: true });
}

// --- A clicked example or follow-up is asked; what stands in the box is left alone. ---
function askClicked(question) {
  const box = document.querySelector("#forslag textarea, #forslag input");
  box.value = question;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  setTimeout(() => box.dispatchEvent(new KeyboardEvent("keypress", { key: "Enter", bubbles: true })), 30);
}

// --- The project's forms: a form sends itself whole, through the hidden box of its name. ---
const pending = new Map();

function send(form, order = "") {
  clearTimeout(pending.get(form.dataset.form));
  pending.delete(form.dataset.form);
  const filled = {};
  for (const [name, value] of new FormData(form)) (filled[name] ??= []).push(value);
  if (order) filled.gor = [order];
  const box = document.querySelector(`#dold-${form.dataset.form} textarea, #dold-${form.dataset.form} input`);
  box.value = JSON.stringify(filled);
  box.dispatchEvent(new Event("input", { bubbles: true }));
  setTimeout(() => box.dispatchEvent(new KeyboardEvent("keypress", { key: "Enter", bubbles: true })), 30);
}

document.addEventListener("input", (event) => {
  const form = event.target.closest("form.project");
  if (!form) return;
  if (event.target.type === "range") event.target.nextElementSibling.textContent = `${event.target.value > 0 ? "+" : ""}${event.target.value} %`;
  clearTimeout(pending.get(form.dataset.form));
  pending.set(form.dataset.form, setTimeout(() => send(form), 400));
});

// --- Copying: the text with its marks, then the sources. ---
function replyText(reply) {
  const blocks = [...reply.querySelectorAll(".reply-text > p, .reply-text li")];
  const lines = blocks.map((b) => (b.tagName === "LI" ? "- " : "") + b.textContent.trim());
  const proofs = [...reply.querySelectorAll(".sources li")].map(
    (li) => `[${li.value}] ${li.querySelector("a").textContent}: ”${li.querySelector("blockquote").textContent}”`,
  );
  return [...lines, ...(proofs.length ? ["", ...proofs] : [])].join("\n");
}

async function copyReply(button) {
  const text = replyText(button.closest(".reply"));
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  button.textContent = "Kopierat";
  setTimeout(() => { button.textContent = "Kopiera svaret"; }, 2000);
}

// --- Verdicts. ---
async function sendVerdict(actions, verdict, reason = "") {
  const thanks = actions.querySelector(".thanks");
  try {
    const answer = await fetch("/synpunkt", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ receipt: actions.dataset.receipt, verdict, reason }),
    });
    if (!answer.ok) throw new Error(String(answer.status));
    thanks.textContent = "Tack! Din synpunkt är sparad.";
    actions.querySelector(".reasons").hidden = true;
    actions.querySelectorAll("[data-verdict]").forEach((b) => { b.disabled = true; b.classList.toggle("chosen", b.dataset.verdict === verdict); });
  } catch {
    thanks.textContent = "Synpunkten kunde inte sparas just nu. Försök igen om en stund.";
  }
}

function judge(button) {
  const actions = button.closest(".actions");
  if (button.dataset.verdict === "ja") return sendVerdict(actions, "ja");
  const reasons = actions.querySelector(".reasons");
  reasons.hidden = !reasons.hidden;
  button.setAttribute("aria-expanded", String(!reasons.hidden));
  if (!reasons.hidden) reasons.querySelector("button").focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.cite, a.cite-row");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    openSource(link.getAttribute("href"));
    return;
  }
  const button = event.target.closest("button");
  if (!button) return;
  if (button.getAttribute("role") === "tab") document.querySelectorAll("form.project").forEach((form) => pending.has(form.dataset.form) && send(form));
  if (button.dataset.do) send(button.closest("form"), button.dataset.do);
  else if (button.dataset.ask) askClicked(button.dataset.ask);
  else if ("copy" in button.dataset) copyReply(button);
  else if (button.dataset.verdict) judge(button);
  else if (button.dataset.reason) sendVerdict(button.closest(".actions"), "nej", button.dataset.reason);
});

// --- Gradio's own words that its Swedish lacks, and the answer read out once, when it is whole. ---
const WORDS = {
  "More tabs": "Fler flikar", "Error": "Fel", "Info": "Bra att veta", "Warning": "Obs", "Close": "Stäng", "Clear": "Rensa",
  "Connection errored out.": "Anslutningen bröts. Försök igen om en stund.",
  "Connection errored out": "Anslutningen bröts. Försök igen om en stund.",
  "Could not parse server response": "Servern svarade inte som väntat. Försök igen om en stund.",
};
const LIKE = [
  [/^Queue is full/, "Många frågar just nu. Försök igen om en stund."],
  [/^(Connection to the server was lost|Lost connection|Connection lost)/i, "Kontakten med servern bröts. Sidan försöker igen av sig själv."],
  [/reconnect/i, "Kontakten med servern är tillbaka."],
];

function swedish(words) {
  const plain = words.trim();
  return WORDS[plain] ?? LIKE.find(([pattern]) => pattern.test(plain))?.[1];
}

function translate(root) {
  for (const place of root.querySelectorAll(".toast-wrap *")) {
    for (const node of place.childNodes) {
      const word = node.nodeType === Node.TEXT_NODE && swedish(node.data);
      if (word && node.data !== word) node.data = word;
    }
  }
  for (const part of root.querySelectorAll("[aria-label], [title]")) {
    for (const name of ["aria-label", "title"]) {
      const word = swedish(part.getAttribute(name) ?? "");
      if (word) part.setAttribute(name, word);
    }
  }
}

function watch() {
  const voice = Object.assign(document.createElement("div"), { id: "rost", className: "sr" });
  voice.setAttribute("role", "status");
  voice.setAttribute("aria-live", "polite");
  document.body.append(voice);
  let asked = 0;
  let told = "";
  new MutationObserver(() => {
    translate(document);
    const rows = document.querySelectorAll("#samtal .exchange");
    if (rows.length > asked) rows[rows.length - 1].scrollIntoView({ block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    asked = rows.length;
    const whole = rows.length && rows[rows.length - 1].querySelector(".reply[data-whole]");
    const words = whole ? `${rows.length}: ${whole.querySelector(".badge").textContent}. ${whole.querySelector(".reply-text").textContent}` : "";
    if (whole && words !== told) voice.textContent = words.slice(words.indexOf(" ") + 1);
    told = words;
  }).observe(document.body, { childList: true, subtree: true });
}
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", watch);
else watch();
