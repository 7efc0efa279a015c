// The desk of rooms: what works by links and forms, quicker under a finger or a mouse.

// Take hold of 「移す」 and let go over another slot: the form opens with that place filled in.
const day = document.querySelector("[data-room-day]");
const FAR_ENOUGH = 8; // pixels: less is a press, not a drag
const EDGE = 60;

if (day) {
  day.classList.add("can-drag");
  let drag = null;
  let dragged = false; // the press that ends a drag is no press on the link

  const cellUnder = (x, y) => {
    const found = document.elementFromPoint(x, y)?.closest("[data-slot]");
    return found && day.contains(found) ? found : null;
  };

  const aim = (cell) => {
    drag.cell?.classList.remove("is-target");
    drag.cell = cell && cell !== drag.from ? cell : null;
    drag.cell?.classList.add("is-target");
  };

  const begin = (event) => {
    dragged = true;
    drag.ghost = document.createElement("div");
    drag.ghost.className = "drag-ghost";
    drag.ghost.setAttribute("aria-hidden", "true");
    drag.ghost.textContent = drag.link.closest("[data-who]").dataset.who;
    document.body.append(drag.ghost);
    document.body.classList.add("is-dragging");
    drag.link.setPointerCapture(event.pointerId);
  };

  const end = () => {
    if (!drag) return;
    drag.ghost?.remove();
    drag.cell?.classList.remove("is-target");
    document.body.classList.remove("is-dragging");
    drag = null;
  };

  day.addEventListener("pointerdown", (event) => {
    const link = event.target.closest("[data-move]");
    dragged = false;
    if (!link || event.button !== 0) return;
    drag = { link, from: link.closest("td"), x: event.clientX, y: event.clientY };
  });

  day.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const far = Math.hypot(event.clientX - drag.x, event.clientY - drag.y);
    if (!drag.ghost && far < FAR_ENOUGH) return;
    if (!drag.ghost) begin(event);
    drag.ghost.style.transform = `translate(${event.clientX + 12}px, ${event.clientY + 12}px)`;
    aim(cellUnder(event.clientX, event.clientY));
    if (event.clientY < EDGE) window.scrollBy(0, -EDGE / 4);
    if (event.clientY > window.innerHeight - EDGE) window.scrollBy(0, EDGE / 4);
  });

  day.addEventListener("click", (event) => dragged && event.detail && event.preventDefault());

  day.addEventListener("pointerup", () => {
    const { link, cell } = drag ?? {};
    end();
    if (!cell) return;
    const address = new URL(link.href);
    address.searchParams.set("room", cell.dataset.room);
    address.searchParams.set("slot", cell.dataset.slot);
    address.searchParams.set("day", day.dataset.roomDay);
    window.location.assign(address);
  });

  day.addEventListener("pointercancel", end);
  document.addEventListener("keydown", (event) => event.key === "Escape" && end());
}

// How many came: + and − without asking the server.
const use = document.querySelector("[data-use]");

if (use) {
  const boxes = [...use.querySelectorAll("input[type=number]")];
  const total = use.querySelector("[data-total]");
  const count = (box) => Math.max(0, Number.parseInt(box.value, 10) || 0);
  const tell = () => {
    total.textContent = boxes.reduce((sum, box) => sum + count(box), 0);
  };

  use.addEventListener("click", (event) => {
    const step = event.target.closest("button[name=step]");
    if (!step) return;
    event.preventDefault();
    const [name, sign] = step.value.split(":");
    const box = boxes.find((one) => one.name === name);
    box.value = Math.min(Math.max(count(box) + (sign === "+" ? 1 : -1), 0), Number(box.max));
    tell();
  });
  use.addEventListener("input", tell);
}
