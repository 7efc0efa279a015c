// Check-in at the door. A tap shows at once, is put down in this browser, and is sent until the
// server has it: a line that is cut, a reload or a closed tab loses none. What is kept here are
// keys and states, no names.
const list = document.querySelector("[data-check-in]");
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30000;
const LOOK_AGAIN = 10000; // how often one tablet learns what another has tapped
const ANSWER_WITHIN = 15000;
const BATCH = 200;

if (list) {
  const prefix = `check-in/${list.dataset.checkIn}/`;
  const rows = new Map([...list.children].map((row) => [Number(row.dataset.signUp), row]));
  const status = document.querySelector("[data-status]");
  const trouble = document.querySelector("[data-trouble]");
  const waiting = new Map(); // sign-up: its newest tap that the server has not confirmed
  let pause = FIRST_PAUSE;
  let timer = 0;
  let sending = false;

  // ---------------------------------------------------------------- what is put down here

  const keep = (tap) => {
    waiting.set(tap.sign_up, tap);
    try {
      localStorage.setItem(prefix + tap.sign_up, JSON.stringify(tap));
    } catch {
      // No room or not allowed: the tap is still sent from this page.
    }
  };

  const settle = (tap) => {
    if (waiting.get(tap.sign_up)?.at !== tap.at) return; // tapped again meanwhile
    waiting.delete(tap.sign_up);
    try {
      localStorage.removeItem(prefix + tap.sign_up);
    } catch {
      // Then none was put down either.
    }
  };

  const remember = () => {
    try {
      for (const key of Object.keys(localStorage).filter((name) => name.startsWith(prefix))) {
        const tap = JSON.parse(localStorage.getItem(key));
        waiting.set(tap.sign_up, tap);
        show(tap.sign_up, tap.state, tap.at);
      }
    } catch {
      // Nothing was put down.
    }
  };

  // ---------------------------------------------------------------- what is shown

  const show = (signUp, state, at) => {
    const row = rows.get(signUp);
    if (!row) return;
    row.dataset.state = state;
    row.dataset.at = at;
    for (const button of row.querySelectorAll("[data-tap]")) {
      const pressed = button.dataset.tap === state;
      button.setAttribute("aria-pressed", pressed);
      button.value = pressed ? "unknown" : button.dataset.tap;
    }
  };

  const tell = (problem) => {
    const present = [...rows.values()].filter((row) => row.dataset.state === "present").length;
    document.querySelector("[data-present]").textContent = present;
    status.hidden = false;
    status.dataset.waiting = waiting.size > 0;
    const words = waiting.size ? `未送信 ${waiting.size}件` : "すべて保存しました";
    if (status.textContent !== words) status.textContent = words;
    if (problem !== undefined) warn(problem);
  };

  const warn = (problem) => {
    if (trouble.dataset.problem === problem) return;
    trouble.dataset.problem = problem;
    trouble.hidden = !problem;
    const saved = "押した記録は、この端末に残っています。";
    const [words, link, address] = {
      "": ["", "", ""],
      offline: [`つながりません。${saved}つながると、自動で送ります。`, "", ""],
      "signed-out": [
        `サインインの期限が切れました。${saved}サインインし直すと、送ります。`,
        "サインインする",
        `/account/sign-in/?next=${encodeURIComponent(location.pathname)}`,
      ],
      stale: [`画面が古くなりました。${saved}`, "画面を読み込み直す", location.pathname],
      gone: [`この回を開けなくなりました。${saved}係の人に伝えてください。`, "", ""],
      refused: [`送った記録を読めませんでした。${saved}係の人に伝えてください。`, "", ""],
      "new-people": ["新しく加わった方がいます。", "名簿を読み込み直す", location.pathname],
      stranger: ["この名簿にない受付番号です。", "その申込を開く", trouble.dataset.address],
    }[problem];
    trouble.textContent = words;
    if (!link) return;
    const anchor = Object.assign(document.createElement("a"), { href: address, textContent: link });
    trouble.append(" ", anchor);
  };

  // ---------------------------------------------------------------- sending

  const problemOf = (response) => {
    if (response.type === "opaqueredirect") return "signed-out";
    if (response.status === 403) return "stale";
    if (response.status === 404) return "gone";
    if (response.status === 400 || response.status === 413) return "refused";
    return "offline"; // the server is restarting, or something between is
  };

  const send = async () => {
    if (sending) return;
    sending = true;
    clearTimeout(timer);
    const taps = [...waiting.values()].slice(0, BATCH);
    try {
      const response = await fetch(list.dataset.address, {
        method: "POST",
        redirect: "manual",
        signal: AbortSignal.timeout(ANSWER_WITHIN),
        headers: {
          "Content-Type": "application/json",
          "X-CSRFToken": list.querySelector("[name=csrfmiddlewaretoken]").value,
        },
        body: JSON.stringify({ taps, sent_at: Date.now() }),
      });
      if (!response.ok) throw Object.assign(new Error("refused"), { response });
      const { states } = await response.json();
      taps.forEach(settle);
      const strangers = learn(states);
      pause = FIRST_PAUSE;
      tell(strangers ? "new-people" : "");
    } catch (error) {
      pause = Math.min(pause * 2, LONGEST_PAUSE);
      tell(error.response ? problemOf(error.response) : "offline");
    }
    sending = false;
    const failed = pause > FIRST_PAUSE;
    timer = setTimeout(send, failed ? pause : waiting.size ? 0 : LOOK_AGAIN);
  };

  // Take over what the server knows, except where this tablet has something newer to say.
  const learn = (states) => {
    let strangers = false;
    for (const [key, [state, at]] of Object.entries(states)) {
      const signUp = Number(key);
      if (!rows.has(signUp)) strangers = true;
      else if (!waiting.has(signUp)) show(signUp, state, at);
    }
    return strangers;
  };

  // ---------------------------------------------------------------- tapping and finding

  // Later than what was seen here, even where this tablet's clock is slow: the newest tap counts.
  const tap = (signUp, state) => {
    const at = Math.max(Date.now(), Number(rows.get(signUp).dataset.at) + 1);
    keep({ sign_up: signUp, state, at });
    show(signUp, state, at);
    tell();
    pause = FIRST_PAUSE;
    send();
  };

  list.addEventListener("submit", (event) => {
    event.preventDefault();
    const signUp = Number(event.target.closest("[data-sign-up]").dataset.signUp);
    tap(signUp, event.submitter.value);
  });

  const box = document.querySelector("[data-search] input");
  const hiragana = /[\u3041-\u3096]/g;
  const fold = (typed) =>
    typed
      .normalize("NFKC")
      .replace(hiragana, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60))
      .replace(/[\s-]/g, "")
      .toLowerCase();

  const find = () => {
    const typed = fold(box.value);
    for (const row of rows.values()) row.hidden = !row.dataset.find.includes(typed);
    const nobody = [...rows.values()].every((row) => row.hidden);
    document.querySelector("[data-nobody]").hidden = !nobody;
  };
  box.addEventListener("input", find);

  // A scanner types what the QR code holds and presses Enter: that person is there.
  document.querySelector("[data-search]").addEventListener("submit", (event) => {
    event.preventDefault();
    const scanned = box.value.normalize("NFKC").match(/(?:check-in\/|^)(\d{3})-?(\d{3})-?(\d{3})\/?$/);
    if (!scanned) return;
    const receipt = Number(scanned.slice(1).join(""));
    const row = [...rows.values()].find((one) => Number(one.dataset.receipt) === receipt);
    box.value = "";
    find();
    if (row) {
      tap(Number(row.dataset.signUp), "present");
      row.scrollIntoView({ block: "center" });
      warn("");
    } else {
      trouble.dataset.address = list.dataset.receipts.replace(/0\/$/, `${receipt}/`);
      warn("stranger");
    }
    box.focus();
  });

  window.addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.hidden || send());
  remember();
  tell();
  send();
}
