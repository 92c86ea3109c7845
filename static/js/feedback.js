// Saves each answer of a card as it is given. Without this script the button does the same.
const form = document.querySelector("[data-feedback]");

if (form) {
  const state = form.querySelector("[data-state]");
  const version = form.elements.version;
  const waiting = new Map();
  let running = false;
  let pause = 1000;

  const say = (text) => { state.textContent = text; };

  const send = async (name) => {
    const body = new URLSearchParams();
    body.set("csrf_token", form.elements.csrf_token.value);
    body.set("version", waiting.get(name).version);
    body.set(name, waiting.get(name).value);
    const response = await fetch(form.action, {
      method: "POST", body, keepalive: true, headers: { Accept: "application/json" },
    });
    if (response.status >= 500 || response.status === 429) throw new Error("later");
    const told = (response.headers.get("Content-Type") || "").startsWith("application/json")
      ? await response.json() : { saved: false, message: form.dataset.failed };
    return told;
  };

  const run = async () => {
    if (running) return;
    running = true;
    while (waiting.size) {
      const [name, sent] = waiting.entries().next().value;
      say(form.dataset.saving);
      try {
        const told = await send(name);
        if (waiting.get(name) === sent) waiting.delete(name);
        say(told.saved ? form.dataset.saved : told.message);
        pause = 1000;
      } catch {
        say(form.dataset.failed);
        await new Promise((done) => setTimeout(done, pause));
        pause = Math.min(pause * 2, 30000);
      }
    }
    running = false;
  };

  const keep = (field) => {
    version.value = Number(version.value) + 1;
    waiting.set(field.name, { value: field.value, version: version.value });
    run();
  };

  form.addEventListener("change", (event) => {
    if (event.target.matches("input[type=radio], textarea")) keep(event.target);
  });

  let typing;
  form.addEventListener("input", (event) => {
    if (!event.target.matches("textarea")) return;
    clearTimeout(typing);
    typing = setTimeout(() => keep(event.target), 900);
  });

  // The button sends everything with a version above all that is still on its way.
  form.addEventListener("submit", () => {
    clearTimeout(typing);
    version.value = Number(version.value) + 1;
  });
}
