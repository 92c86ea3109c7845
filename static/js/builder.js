// The builder with a mouse, keys and no reloads. Everything here can be done with its forms too.
const STEP = 5;
const NAMES = { ArrowUp: ["earlier", "shorter"], ArrowDown: ["later", "longer"] };
const root = () => document.querySelector("#builder");

// What stays as it was when the board is swapped: what is open, where it was scrolled, what was
// being typed, and where the focus is.
let before = null;

function remember() {
  const typed = {};
  for (const field of root().querySelectorAll("[data-autosave]")) {
    const usual = field.matches("select")
      ? [...field.options].find((one) => one.defaultSelected)?.value
      : field.defaultValue;
    if (field.value !== usual && field.value !== field.dataset.sent) typed[field.id] = field.value;
  }
  before = {
    typed,
    open: [...root().querySelectorAll("details[open][id]")].map((one) => one.id),
    left: root().querySelector("[data-board]").scrollLeft,
    top: window.scrollY,
    focus: document.activeElement && document.activeElement.id,
    act: actFocused(),
    inside: root().contains(document.activeElement),
  };
}

function recall() {
  const board = root();
  if (!board || !before) return;
  const kept = before;
  before = null;
  for (const id of kept.open) {
    const details = document.getElementById(id);
    if (details && id !== "jumps") details.open = true;
  }
  for (const [id, value] of Object.entries(kept.typed)) {
    const field = document.getElementById(id);
    if (field) field.value = value;
  }
  board.querySelector("[data-board]").scrollLeft = kept.left;
  refocus(board, kept);
  window.scrollTo({ top: kept.top, behavior: "instant" });
}

function refocus(board, kept) {
  const clash = document.getElementById("clash");
  const same = kept.focus && document.getElementById(kept.focus);
  const next = clash || same || again(kept.act) || document.getElementById(board.dataset.focus);
  if ((kept.inside || clash) && next && next !== document.activeElement) {
    next.focus({ preventScroll: true });
  } else if (kept.inside && !next) {
    board.querySelector("#builder-said").focus();
  }
}

// The button of an item that has the focus, by the item and what it does.
function actFocused() {
  const button = document.activeElement?.closest?.("button.act");
  return button && { item: button.closest("[data-item]").id, act: button.value };
}

// The same button on the new board; "Pin" may be "Unpin" now.
function again(act) {
  if (!act) return null;
  const twins = { pin: "unpin", unpin: "pin", optional: "required", required: "optional" };
  const item = document.getElementById(act.item);
  const find = (value) => item?.querySelector(`:scope > .item-acts button[value="${value}"]`);
  return find(act.act) || find(twins[act.act]);
}

// A problem that is folded away is shown when a link leads to it.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".trouble-jumps a");
  const folded = link && document.getElementById(link.hash.slice(1))?.closest("details");
  if (folded) folded.open = true;
});

// Dragging leaves style attributes behind, which htmx would copy and the page's policy refuse.
function unstyle(part) {
  for (const one of part.querySelectorAll("[style]")) one.removeAttribute("style");
}

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target) unstyle(event.detail.target);
  if (event.detail.target && event.detail.target.id === "builder") remember();
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "builder" || event.target.contains?.(root())) {
    recall();
    prepare();
  }
  if (event.target.id === "library") prepareLibrary();
});

// Saying so when nothing was saved.
function failed() {
  const said = document.getElementById("builder-said");
  said.setAttribute("role", "alert");
  said.classList.add("builder-said-error");
  said.textContent = said.dataset.unsaved;
}
for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    const path = event.detail.pathInfo ? event.detail.pathInfo.requestPath : "";
    if (!path.includes("/news")) failed();
  });
}

// Fields that save themselves when they are left. A field for times changes with each key, so it
// waits until the focus has gone.
function autosave(field) {
  const form = field.form;
  for (const each of form.querySelectorAll("[data-autosave]")) each.dataset.sent = each.value;
  if (form.reportValidity()) form.querySelector("button[value=save]").click();
}

document.addEventListener("change", (event) => {
  const field = event.target;
  if (field.matches?.("#builder [data-autosave]") && field.type !== "time") autosave(field);
});
document.addEventListener("focusout", (event) => {
  const field = event.target;
  if (!field.matches?.("#builder [data-autosave][type=time]")) return;
  const stays = event.relatedTarget?.matches("button") && event.relatedTarget.form === field.form;
  if (stays || field.value === field.defaultValue || field.value === field.dataset.sent) return;
  setTimeout(() => field.isConnected && autosave(field), 0);
});

// Keys, only while the focus is in an item or, for undo, not in a field.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey) {
    turn(event);
    return;
  }
  const item = event.target.closest?.("#builder [data-item]");
  const name = item && event.altKey ? actOf(event) : "";
  if (!name) return;
  event.preventDefault();
  if (name === "open") {
    const details = item.querySelector(":scope > .item-acts");
    details.open = !details.open;
    return;
  }
  act(item, { act: name });
});

function turn(event) {
  if (event.key.toLowerCase() !== "z" || event.target.matches("input, textarea, select")) return;
  const button = document.getElementById(event.shiftKey ? "redo" : "undo");
  if (!button || button.disabled) return;
  event.preventDefault();
  button.click();
}

function actOf(event) {
  if (event.key === "Enter") return "open";
  if (event.shiftKey && event.key === "ArrowLeft") return "day_before";
  if (event.shiftKey && event.key === "ArrowRight") return "day_after";
  const names = NAMES[event.key];
  return names ? names[event.shiftKey ? 1 : 0] : "";
}

function act(item, values) {
  const form = item.querySelector(":scope > .item-acts form");
  const sent = {
    csrf_token: form.elements.csrf_token.value,
    revision: form.elements.revision.value,
    ...values,
  };
  return send(form.action, sent);
}

// One after the other: the next is made from what the one before has left.
let waiting = Promise.resolve();
function send(path, values) {
  waiting = waiting.then(() =>
    htmx
      .ajax("POST", path, { values, target: "#builder", swap: "outerHTML settle:0ms show:none" })
      .catch(failed),
  );
  return waiting;
}

// Dragging: items by themselves to another time or day, offers of the library onto a day.
function written(minute) {
  const two = (number) => String(number).padStart(2, "0");
  return `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`;
}

// The minute at a height of the board. Hours may be stretched, so it is read off the axis.
function minuteAt(y) {
  const marks = [...root().querySelectorAll(".board-hour")];
  const first = Number(marks[0].dataset.hour);
  for (const [place, mark] of marks.entries()) {
    const box = mark.getBoundingClientRect();
    if (y < box.bottom || place === marks.length - 1) {
      const part = Math.min(Math.max((y - box.top) / box.height, 0), 1);
      return (first + place) * 60 + Math.round((part * 60) / STEP) * STEP;
    }
  }
  return first * 60;
}

function scaled() {
  const axis = root().querySelector(".board-axis");
  return axis && getComputedStyle(axis).display !== "none";
}

function dayAt(x, y) {
  const found = document.elementsFromPoint(x, y).find((one) => one.closest(".board-day"));
  return found ? found.closest(".board-day") : null;
}

const bubble = document.createElement("div");
bubble.className = "drag-time";
bubble.setAttribute("aria-hidden", "true");

function showTime(x, y, minute) {
  if (!bubble.isConnected) document.body.append(bubble);
  bubble.textContent = written(minute);
  bubble.animate([{ transform: `translate(${x + 14}px, ${y - 12}px)` }], { fill: "forwards" });
}

let drag = null;

function begin(event) {
  const point = event.originalEvent.touches ? event.originalEvent.touches[0] : event.originalEvent;
  const box = event.item.getBoundingClientRect();
  drag = { grip: event.item.matches(".offer") ? 0 : (drag?.down ?? point.clientY) - box.top };
  event.item.classList.add("item-dragged");
  document.addEventListener("pointermove", follow);
}

function follow(event) {
  const day = dayAt(event.clientX, event.clientY);
  for (const each of root().querySelectorAll(".board-day")) {
    each.classList.toggle("board-day-target", each === day);
  }
  if (!day || !drag) return;
  drag.x = event.clientX;
  drag.y = event.clientY;
  if (scaled()) showTime(event.clientX, event.clientY, minuteAt(event.clientY - drag.grip));
}

function end(event) {
  document.removeEventListener("pointermove", follow);
  bubble.remove();
  event.item.classList.remove("item-dragged");
  const last = event.originalEvent.changedTouches
    ? event.originalEvent.changedTouches[0]
    : event.originalEvent;
  const y = drag?.y ?? last.clientY;
  const day = dayAt(drag?.x ?? last.clientX, y);
  for (const each of root().querySelectorAll(".board-day")) {
    each.classList.remove("board-day-target");
  }
  const top = y - (drag?.grip ?? 0);
  drag = null;
  if (event.from !== event.to || event.pullMode === "clone") event.from.append(event.item);
  if (event.clone && event.clone !== event.item) event.clone.remove();
  if (!day) return;
  const values = { day: day.dataset.day };
  if (scaled()) values.starts = written(Math.max(minuteAt(top), 0));
  if (event.item.matches(".offer")) return lay(event.item, values);
  return act(event.item, { act: "move", ...values });
}

function lay(offer, values) {
  const form = offer.querySelector("form");
  return send(form.action, {
    csrf_token: form.elements.csrf_token.value,
    component: offer.dataset.component,
    ...values,
  });
}

const CHOICES = {
  animation: 0,
  sort: false,
  delay: 250,
  delayOnTouchOnly: true,
  forceFallback: true,
  fallbackOnBody: true,
  fallbackTolerance: 4,
  filter: "a, button, input, select, summary, form, .item-stretch, .board-way, .board-gap",
  preventOnFilter: false,
  onStart: begin,
  onEnd: end,
};

document.addEventListener("pointerdown", (event) => {
  drag = { down: event.clientY };
});

function prepare() {
  if (!window.Sortable || !root()) return;
  for (const list of root().querySelectorAll("[data-items]")) {
    window.Sortable.create(list, { ...CHOICES, group: "days", draggable: ".item" });
  }
  for (const item of root().querySelectorAll("[data-items] > .item")) addHandle(item);
}

function prepareLibrary() {
  const list = document.querySelector("[data-library]");
  if (!window.Sortable || !list) return;
  const group = { name: "days", pull: "clone", put: false };
  window.Sortable.create(list, { ...CHOICES, group, draggable: ".offer" });
}

// The lower edge of an item: its end.
function addHandle(item) {
  const handle = document.createElement("span");
  handle.className = "item-stretch";
  handle.setAttribute("aria-hidden", "true");
  handle.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    event.stopPropagation();
    handle.setPointerCapture(event.pointerId);
    const move = (moved) => showTime(moved.clientX, moved.clientY, minuteAt(moved.clientY));
    handle.addEventListener("pointermove", move);
    handle.addEventListener(
      "pointerup",
      (up) => {
        handle.removeEventListener("pointermove", move);
        bubble.remove();
        act(item, { act: "stretch", ends: written(minuteAt(up.clientY)) });
      },
      { once: true },
    );
  });
  item.append(handle);
}

prepare();
