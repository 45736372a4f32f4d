// Boxes of the user, regions of Claude, marks of a live figure.

const CLICK = 4; // pixels that a pointer may move in a click
const LEAST_BOX = 3; // pixels of the picture

const boxesOf = (view) => view.boxes.get(view.current) ?? [];
const selectedBox = (view) => boxesOf(view).find((one) => one.key === view.selected);

function drawAboutLine(view, about) {
  const box = selectedBox(view);
  const picture = current(view);
  about.replaceChildren();
  if (!picture?.width) return;
  if (!box) {
    const hint = picture.live ? "Drag a box; click a mark to name it, twice to ask." : "Drag a box to ask about a part.";
    about.append(h("span", { class: "cs-hint" }, `About the whole picture. ${hint}`));
    return;
  }
  const [left, top, right, bottom] = box.box.map(Math.round);
  const text = [box.label, box.where, `(${left}, ${top})–(${right}, ${bottom})`];
  about.append(
    h("span", { class: "cs-chip" }, text.filter(Boolean).join(" · ")),
    button("About the whole", () => select(view, null)),
    button("Delete box", () => removeBox(view, box)),
  );
  if (picture.live && !box.label) about.append(button("Name the mark", () => nameMark(view, box)));
}

function nameMark(view, { box }) {
  const [x, y] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
  wantMark(view, current(view), [x, y]);
}

// What is under a point; only what is asked for last is waited for.
function wantMark(view, { id }, [x, y], ask = false) {
  view.markWanted = newId("mark");
  view.send({ do: "mark", id, x, y, ask, key: view.markWanted });
}

function takeMark(view, { id, key, mark, ask }) {
  if (id !== view.current || key !== view.markWanted) return;
  if (!mark) {
    focusPicture(view);
    view.say.textContent = "There is no mark.";
    return;
  }
  const same = boxesOf(view).find((one) => one.label === mark.text);
  if (same) select(view, same.key);
  else addBox(view, mark.box, { label: mark.text });
  view.talk.suggest(`What does this ${mark.text} tell?`);
  view.say.textContent = mark.text;
  if (ask) view.talk.askNow();
}

function addBoxInTheMiddle(view) {
  const [width, height] = current(view).original;
  const box = [width * 0.375, height * 0.375, width * 0.625, height * 0.625];
  focusBox(view, addBox(view, box).key);
}

function addBox(view, box, more = {}) {
  const key = newId("box");
  const [width, height] = current(view).original;
  const inside = [
    clamp(box[0], 0, width),
    clamp(box[1], 0, height),
    clamp(box[2], 0, width),
    clamp(box[3], 0, height),
  ];
  view.boxes.set(view.current, [...boxesOf(view), { key, box: inside, ...more }]);
  select(view, key);
  return selectedBox(view);
}

function removeBox(view, box) {
  view.boxes.set(view.current, boxesOf(view).filter((one) => one !== box));
  select(view, null);
  view.stage.viewport.focus();
}

function select(view, key) {
  view.selected = key;
  view.stage.drawMarks();
  const box = selectedBox(view);
  view.talk.drawAbout();
  if (box && current(view).live && !box.label)
    view.send({ do: "where", id: view.current, key, box: box.box });
}

function placeMark(element, [left, top, right, bottom], [width, height]) {
  Object.assign(element.style, {
    left: `${(left / width) * 100}%`,
    top: `${(top / height) * 100}%`,
    width: `${((right - left) / width) * 100}%`,
    height: `${((bottom - top) / height) * 100}%`,
  });
}

function boxMark(view, picture, box) {
  const number = boxesOf(view).indexOf(box) + 1;
  const element = h("div", {
    class: "cs-box",
    role: "button",
    tabindex: "0",
    "aria-pressed": String(box.key === view.selected),
    "aria-label": `Box ${number}${box.label ? `: ${box.label}` : ""}. Arrow keys move it, with Shift they change its size, Delete deletes it, Enter asks.`,
    onkeydown: (event) => boxKey(view, box, event),
    onfocus: () => view.selected !== box.key && select(view, box.key),
  });
  element.dataset.key = box.key;
  for (const corner of ["nw", "ne", "sw", "se"]) {
    const handle = h("span", { class: `cs-handle cs-${corner}` });
    handle.dataset.corner = corner;
    element.append(handle);
  }
  placeMark(element, box.box, picture.original);
  return element;
}

function boxKey(view, box, event) {
  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const move = moves[event.key];
  if (event.key === "Delete" || event.key === "Backspace") removeBox(view, box);
  else if (event.key === "Enter") view.talk.focus();
  else if (event.key === "Escape") view.stage.viewport.focus();
  else if (!move) return;
  event.preventDefault();
  if (!move) return;
  const { original } = current(view);
  const step = Math.max(original[0], original[1]) / 100;
  const by = move.map((direction) => direction * step);
  box.box = event.shiftKey ? resized(box.box, "se", by, original) : moved(box.box, by, original);
  box.label = undefined;
  select(view, box.key);
}

function moved([left, top, right, bottom], [x, y], [width, height]) {
  const dx = clamp(x, -left, width - right);
  const dy = clamp(y, -top, height - bottom);
  return [left + dx, top + dy, right + dx, bottom + dy];
}

function resized([left, top, right, bottom], corner, [x, y], [width, height]) {
  const west = corner.includes("w");
  const north = corner.startsWith("n");
  const h1 = clamp((west ? left : right) + x, 0, width);
  const v1 = clamp((north ? top : bottom) + y, 0, height);
  return ordered([west ? right : left, north ? bottom : top, h1, v1]);
}

const ordered = ([x1, y1, x2, y2]) => [
  Math.min(x1, x2),
  Math.min(y1, y2),
  Math.max(x1, x2),
  Math.max(y1, y2),
];

// Dragging changes one element's style in each frame, and nothing else.
function pointerDown(view, event) {
  const picture = current(view);
  if (event.button !== 0 || event.target.closest(".cs-region")) return;
  const { stage } = view;
  const grabbed = event.target.closest(".cs-box");
  const corner = event.target.dataset.corner;
  let box = grabbed && boxesOf(view).find((one) => one.key === grabbed.dataset.key);
  const from = stage.toOriginal(event);
  const before = box?.box;
  const scrolled = [stage.viewport.scrollLeft, stage.viewport.scrollTop];
  let mark = grabbed;
  let didMove = false;
  let frame = 0;

  const drag = (moving) => {
    const far = Math.hypot(moving.clientX - event.clientX, moving.clientY - event.clientY);
    if (!didMove && far < CLICK) return;
    didMove = true;
    if (stage.pan && !box) {
      stage.viewport.scrollLeft = scrolled[0] - (moving.clientX - event.clientX);
      stage.viewport.scrollTop = scrolled[1] - (moving.clientY - event.clientY);
      return;
    }
    const to = stage.toOriginal(moving);
    const by = [to[0] - from[0], to[1] - from[1]];
    if (!box) {
      box = addBox(view, [...from, ...from]);
      mark = stage.element.querySelector(`[data-key="${box.key}"]`);
    }
    if (!before) box.box = ordered([...from, ...to]);
    else if (corner) box.box = resized(before, corner, by, picture.original);
    else box.box = moved(before, by, picture.original);
    box.label = undefined;
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => placeMark(mark, box.box, picture.original));
  };
  const end = (ending) => {
    removeEventListener("pointermove", drag);
    removeEventListener("pointerup", end);
    removeEventListener("pointercancel", end);
    cancelAnimationFrame(frame);
    if (ending.type === "pointercancel") return;
    if (didMove && box) finishDrag(view, box);
    else if (!didMove && box) clickBox(view, picture, box, from);
    else if (!didMove) clickPicture(view, picture, from);
  };
  addEventListener("pointermove", drag);
  addEventListener("pointerup", end);
  addEventListener("pointercancel", end);
  event.preventDefault();
}

function finishDrag(view, box) {
  const [left, top, right, bottom] = box.box;
  if (right - left < LEAST_BOX || bottom - top < LEAST_BOX) removeBox(view, box);
  else focusBox(view, box.key);
}

// The second click goes through the box, to a mark that lies under it.
function clickBox(view, picture, box, from) {
  const again = view.selected === box.key;
  focusBox(view, box.key);
  if (again) clickPicture(view, picture, from);
}

function focusBox(view, key) {
  select(view, key);
  view.stage.element.querySelector(`[data-key="${key}"]`)?.focus({ preventScroll: true });
}

function clickPicture(view, picture, point) {
  if (picture.live) wantMark(view, picture, point);
  else focusPicture(view);
}

// Twice is on purpose: one click costs nothing, since it only names the mark.
function doubleClick(view, event) {
  const picture = current(view);
  if (!picture?.live || view.stage.pan || event.target.closest(".cs-region")) return;
  wantMark(view, picture, view.stage.toOriginal(event), true);
}

function focusPicture(view) {
  select(view, null);
  view.stage.viewport.focus({ preventScroll: true });
}

// Those of the last answer that has any on this picture.
function regionsOn(view, picture) {
  const turns = view.model.get("_turns");
  for (const turn of [...turns].reverse()) {
    const found = turn.regions.filter((region) => region.picture === picture.name);
    if (found.length && turn.pictures.includes(picture.id)) return found;
  }
  return [];
}

function regionMark(view, picture, region) {
  const [left, top, right, bottom] = region.bounds;
  const isPoint = left === right && top === bottom;
  const number = h("span", { class: "cs-number" }, String(region.number));
  const element = button(number, () => goOnWith(view, region), {
    class: isPoint ? "cs-region cs-point" : "cs-region",
    "aria-label": `Region ${region.number}, ${region.label}: ${region.sentence}`,
  });
  element.dataset.key = `region-${region.number}`;
  const tip = h("span", { class: "cs-tip", "aria-hidden": "true" });
  tip.append(h("strong", {}, region.label), ` ${region.sentence}`);
  if (top / picture.original[1] < 0.3) tip.classList.add("cs-below");
  if (top / picture.original[1] < 0.05) element.classList.add("cs-at-top");
  if (left / picture.original[0] > 0.5) tip.classList.add("cs-to-left");
  element.append(tip);
  placeMark(element, region.bounds, picture.original);
  return element;
}

function goOnWith(view, region) {
  const { original } = current(view);
  const around = Math.max(...original) / 40;
  const [left, top, right, bottom] = region.bounds;
  const grow = left === right ? around : 0;
  const same = boxesOf(view).find((one) => one.label === region.label);
  if (same) select(view, same.key);
  else
    addBox(view, [left - grow, top - grow, right + grow, bottom + grow], { label: region.label });
  view.talk.suggest(`Tell me more about: ${region.label}`);
}
