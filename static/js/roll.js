// Calls the roll without waiting for the network: each mark is kept on the device with a key of its
// own and sent as soon as it can be. Without this script each button sends the form.
const form = document.querySelector("[data-roll]");

if (form) {
  const store = `roll:${location.pathname}`;
  const rows = [...form.querySelectorAll("[data-person]")];
  const waits = form.querySelector("[data-waits]");
  const problem = form.querySelector("[data-problem]");
  const csrf = form.elements.csrf_token;
  let running = false;
  let pause = 1000;
  let inMemory = [];

  // A device that refuses to keep things still has the page itself.
  const load = () => {
    try { return JSON.parse(localStorage.getItem(store)) || []; } catch { return inMemory; }
  };
  const save = (marks) => {
    inMemory = marks;
    try {
      if (marks.length) localStorage.setItem(store, JSON.stringify(marks));
      else localStorage.removeItem(store);
    } catch { /* kept in memory */ }
  };

  const states = () => {
    const found = new Map(rows.map((row) => [row.dataset.person, row.dataset.kept]));
    for (const one of load()) found.set(String(one.participant), one.mark);
    return found;
  };

  const listNames = (group, people) => {
    const place = form.querySelector(`[data-group="${group}"]`);
    place.hidden = people.length === 0;
    // Names of any script stand side by side without turning each other round.
    const names = people.flatMap((row, number) => {
      const name = document.createElement("bdi");
      name.textContent = row.dataset.name;
      return number ? [", ", name] : [name];
    });
    place.querySelector("[data-names]").replaceChildren(...names);
  };

  const show = () => {
    const now = states();
    for (const row of rows) {
      const mark = now.get(row.dataset.person) || "";
      row.dataset.state = mark;
      for (const button of row.querySelectorAll("[data-mark]")) {
        button.setAttribute("aria-pressed", String(button.value.endsWith(`:${mark}`)));
      }
    }
    const having = (mark) => rows.filter((row) => row.dataset.state === mark);
    const counted = form.dataset.counted
      .replace("{here}", having("present").length).replace("{people}", rows.length);
    const count = form.querySelector("[data-count]");
    if (count.textContent !== counted) count.textContent = counted;
    listNames("missing", having("missing"));
    listNames("none", having(""));
    listNames("excused", having("excused"));
    const rest = form.querySelector("[value='rest:present']");
    if (rest) rest.disabled = having("").length === 0;
  };

  const tellWaiting = () => {
    const number = load().length;
    waits.hidden = number === 0;
    waits.textContent = number === 1
      ? form.dataset.waitsOne : form.dataset.waitsMany.replace("{n}", number);
  };

  const apply = (people) => {
    for (const row of rows) {
      if (row.dataset.person in people) row.dataset.kept = people[row.dataset.person];
    }
    show();
  };

  const complain = (text) => {
    problem.hidden = !text;
    problem.textContent = text || "";
  };

  const freshToken = async () => {
    const page = await (await fetch(location.href, { cache: "no-store" })).text();
    const field = new DOMParser().parseFromString(page, "text/html")
      .querySelector("[data-roll] [name=csrf_token]");
    if (!field) throw new Error("signed out");
    csrf.value = field.value;
  };

  const post = (marks) => fetch(location.href, {
    method: "POST",
    headers: {
      Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": csrf.value,
    },
    body: JSON.stringify({ now: new Date().toISOString(), marks }),
    signal: AbortSignal.timeout(20000),
  });

  const send = async (marks) => {
    let response = await post(marks);
    if (response.status === 400) {
      await freshToken();
      response = await post(marks);
    }
    const told = (response.headers.get("Content-Type") || "").startsWith("application/json");
    if (!told || (!response.ok && response.status !== 409)) throw new Error("later");
    return [response.ok, await response.json()];
  };

  const sync = async () => {
    if (running) return;
    running = true;
    while (load().length) {
      const marks = load().slice(0, 500);
      try {
        const [kept, told] = await send(marks);
        const done = new Set(kept ? [...told.kept, ...told.refused] : marks.map((one) => one.key));
        save(load().filter((one) => !done.has(one.key)));
        complain(told.message || (kept ? "" : form.dataset.failed));
        if (kept) apply(told.people); else show();
        tellWaiting();
        pause = 1000;
      } catch {
        tellWaiting();
        await new Promise((done) => {
          setTimeout(done, pause);
          addEventListener("online", done, { once: true });
        });
        pause = Math.min(pause * 2, 30000);
      }
    }
    running = false;
  };

  // What another guide has marked meanwhile.
  const look = async () => {
    if (running || document.hidden) return;
    try {
      const response = await fetch(location.href, {
        headers: { Accept: "application/json" }, cache: "no-store",
      });
      if (response.ok) apply((await response.json()).people);
    } catch { /* the network is away */ }
  };

  const press = (value) => {
    const [who, mark] = value.split(":");
    const people = who === "rest"
      ? rows.filter((row) => !row.dataset.state).map((row) => row.dataset.person) : [who];
    const at = new Date().toISOString();
    const marks = people.map((one) => ({
      key: crypto.randomUUID(), participant: Number(one), mark, at,
    }));
    save([...load(), ...marks]);
    show();
    // A network that is slow is told of as one that is away.
    setTimeout(tellWaiting, navigator.onLine ? 2000 : 0);
    sync();
  };

  // The browser hands out keys on safe addresses only; elsewhere the form is sent as it is.
  if (crypto.randomUUID) {
    for (const row of rows) row.dataset.kept = row.dataset.state;
    form.addEventListener("submit", (event) => {
      if (!event.submitter || !event.submitter.matches("[data-mark]")) return;
      event.preventDefault();
      press(event.submitter.value);
    });
    addEventListener("offline", tellWaiting);
    addEventListener("online", sync);
    setInterval(look, 20000);
    show();
    tellWaiting();
    sync();
  }
}
