// 「いまいる場所から近い順に」: ask the browser where it is, only when the button is pressed.

const ROUNDED = 3; // decimals of a degree: about a hundred metres

const near = () => ({
  part: document.querySelector("[data-near]"),
  box: document.querySelector("[data-near-box]"),
  told: document.querySelector("[data-near-told]"),
  tick: document.getElementById("room-near"),
});

document.addEventListener("DOMContentLoaded", () => {
  const { part } = near();
  if (part && "geolocation" in navigator) part.hidden = false;
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-near-button]")) return;
  const { box, told, tick } = near();
  told.textContent = "いまいる場所を確かめています。";
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      box.name = "near";
      box.value = `${coords.latitude.toFixed(ROUNDED)},${coords.longitude.toFixed(ROUNDED)}`;
      tick.checked = false;
      told.textContent = "いまいる場所から近い順に並べました。";
      box.form.requestSubmit();
    },
    () => {
      told.textContent = "いまいる場所がわかりませんでした。市民センターをえらんで、近い順にできます。";
    },
    { timeout: 10000, maximumAge: 600000 },
  );
});

// Near a centre or near the reader: the one chosen last.
document.addEventListener(
  "change",
  (event) => {
    const { box, tick } = near();
    if (event.target !== tick || !tick.checked) return;
    box.name = box.value = "";
  },
  true,
);
