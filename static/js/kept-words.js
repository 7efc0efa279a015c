// A form that takes long to write (`data-keep`): what is typed stays in this tab until it is
// saved, so that a session that ran out or a wrong step back takes nothing away. Nothing leaves the
// browser. The words go when they are saved (the next page ends in 「#saved」), when their writer
// gives up or signs out, when somebody else opens such a form (`data-keep-for`), and with the tab.
// Without this script the form works all the same.

const prefix = "kept-words ";
const own = prefix + location.pathname;

const letGo = (of = () => true) => {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(prefix) && of(JSON.parse(sessionStorage.getItem(key)))) {
      sessionStorage.removeItem(key);
    }
  }
};

if (location.hash === "#saved") {
  letGo((kept) => kept.sent);
  history.replaceState(null, "", location.pathname + location.search);
}

for (const goodbye of document.querySelectorAll("form[action$='/sign-out/']")) {
  goodbye.addEventListener("submit", () => letGo());
}
for (const givenUp of document.querySelectorAll("form[data-keep-drop]")) {
  givenUp.addEventListener("submit", () => sessionStorage.removeItem(own));
}

const form = document.querySelector("form[data-keep]");
if (form) {
  const writer = form.dataset.keepFor;
  letGo((kept) => kept.writer !== writer);
  const offer = document.querySelector("[data-kept]");
  const notKept = ["csrfmiddlewaretoken", form.dataset.keepNot];
  const base = form.elements.namedItem(form.dataset.keepNot)?.value;
  const told = () => [...new FormData(form)].filter(([name]) => !notKept.includes(name));
  // Which version one wrote on (`data-keep`) is no word of one's own. It comes back with the words,
  // so that the server sees whether others saved since; `data-keep-not` stays, and one is told here.
  const words = (pairs) => JSON.stringify(pairs.filter(([name]) => name !== form.dataset.keep));
  const keep = (sent) => sessionStorage.setItem(own, JSON.stringify({ writer, base, pairs: told(), sent }));

  const restore = (pairs) => {
    for (const box of form.querySelectorAll("[type=checkbox]")) {
      box.checked = pairs.some(([name, value]) => name === box.name && value === box.value);
    }
    for (const [name, value] of pairs) {
      const box = form.elements.namedItem(name);
      if (!box) {
        // A row that the page does not show yet goes along unseen.
        const hidden = Object.assign(document.createElement("input"), { type: "hidden" });
        form.append(Object.assign(hidden, { name, value }));
      } else if ("value" in box && box.type !== "checkbox") {
        box.value = value;
      }
    }
  };

  const kept = JSON.parse(sessionStorage.getItem(own));
  if (kept && words(kept.pairs) !== words(told())) {
    offer.hidden = false;
    offer.querySelector("[data-kept-older]").hidden = kept.base === base;
    offer.querySelector("[data-kept-restore]").addEventListener("click", () => {
      restore(kept.pairs);
      offer.hidden = true;
      keep(false);
    });
    offer.querySelector("[data-kept-drop]").addEventListener("click", () => {
      sessionStorage.removeItem(own);
      offer.hidden = true;
    });
  }
  form.addEventListener("input", () => keep(false));
  form.addEventListener("submit", () => keep(true));
}
