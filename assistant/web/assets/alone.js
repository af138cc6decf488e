// A source opened on a page of its own: show the marked quote, else the section of the address.
const place = document.querySelector("mark") ?? document.getElementById(decodeURIComponent(location.hash.slice(1)));
place?.scrollIntoView({ block: "center" });
