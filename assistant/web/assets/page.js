// Opens a citation's source beside the chat instead of in a new tab; without this script the link still works.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a.cite, a.cite-row");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  let drawer = document.getElementById("kalla");
  if (!drawer) {
    drawer = document.createElement("dialog");
    drawer.id = "kalla";
    drawer.setAttribute("aria-label", "Källa");
    drawer.innerHTML = '<header><span>Källan, med citatet markerat</span><button type="button">Stäng</button></header><iframe title="Källans text"></iframe>';
    drawer.querySelector("button").onclick = () => drawer.close();
    drawer.onclick = (click) => { if (click.target === drawer) drawer.close(); };
    document.body.append(drawer);
  }
  const dark = document.body.classList.contains("dark") ? "&morkt=1" : "";
  const [address, anchor] = link.getAttribute("href").split("#");
  drawer.querySelector("iframe").src = `${address}${dark}#${anchor}`;
  drawer.showModal();
});
document.documentElement.lang = "sv";
