// The panel in the browser. The kernel sets traits, which are drawn here; what the user does goes
// to the kernel as messages ({ do: … }), and bytes come back as messages ({ say: … }).
// HTML is only ever set from what the kernel has made safe (`html` of a turn).

const MOST_ZOOM = 16;
const CLICK = 4; // pixels that a pointer may move in a click
const LEAST_BOX = 3; // pixels of the picture

export default () => {
  const shared = makeShared();
  return {
    initialize({ model }) {
      model.on("msg:custom", (message, buffers) => shared.take(message, buffers));
      return () => shared.forget();
    },
    render({ model, el }) {
      return makeView(model, el, shared);
    },
  };
};

// ---- what all views of one panel share: pixels, asked for once

function makeShared() {
  const events = new EventTarget();
  const urls = new Map();
  const asked = new Set();
  const arrivals = new Map();

  const keep = (key, buffer, type) => {
    if (urls.has(key)) URL.revokeObjectURL(urls.get(key));
    urls.set(key, URL.createObjectURL(new Blob([buffer], { type })));
  };
  const tell = (name, detail) => events.dispatchEvent(new CustomEvent(name, { detail }));
  const handlers = {
    picture: (m, [buffer]) => keep(`${m.id}/${m.version}`, buffer, m.type),
    thumbnail: (m, [buffer]) => buffer && keep(`variable/${m.name}`, buffer, m.type),
    arrived: (m) => arrivals.get(m.key)?.resolve(m.bytes),
    refused: (m) => arrivals.get(m.key)?.reject(new Error("refused")),
  };
  return {
    events,
    url: (key) => urls.get(key),
    take(message, buffers) {
      handlers[message.say]?.(message, buffers ?? []);
      tell(message.say, message);
    },
    askOnce(model, key, message) {
      if (asked.has(key)) return;
      asked.add(key);
      model.send(message);
    },
    askAgain: (key) => asked.delete(key),
    answerTo: (key) =>
      new Promise((resolve, reject) => arrivals.set(key, { resolve, reject })).finally(() =>
        arrivals.delete(key),
      ),
    forget: () => urls.forEach((url) => URL.revokeObjectURL(url)),
  };
}

// ---- elements

function h(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key in element && typeof value !== "string") element[key] = value;
    else if (key === "class") element.className = value;
    else element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== undefined && child !== null));
  return element;
}

const button = (text, onclick, properties = {}) =>
  h("button", { type: "button", onclick, ...properties }, text);

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

let idsGiven = 0;
const newId = (word) => `cs-${word}-${++idsGiven}`;

// ---- one view

function makeView(model, el, shared) {
  const view = {
    model,
    shared,
    current: null, // id of the picture that is shown
    boxes: new Map(), // picture id -> [{ key, box, label }], in pixels of the original
    selected: null, // key of the box that is asked about
    known: new Set(),
    send: (message, buffers) => model.send(message, undefined, buffers),
  };
  view.say = h("div", { class: "cs-visually-hidden", role: "status" });
  view.problem = h("div", { class: "cs-problem", role: "alert" });
  view.stage = makeStage(view);
  view.talk = makeTalk(view);
  view.add = makeAdd(view);
  view.tabs = h("div", { class: "cs-tabs", role: "tablist", "aria-label": "Pictures" });
  const top = h("div", { class: "cs-top" }, view.tabs, view.add.toggle);
  const main = h("div", { class: "cs-main" }, view.stage.element, view.talk.element);
  const root = h("section", { class: "cs-root", "aria-label": "Claude See" });
  root.append(top, view.add.element, view.problem, main, view.say);
  el.classList.add("claude-see");
  // Single letters are commands of the notebook; in the panel they are not meant.
  el.dataset.lmSuppressShortcuts = "true";
  root.addEventListener("keydown", (event) => event.stopPropagation());
  el.append(root, copyHider(model));
  receiveFiles(view, root);
  return follow(view, root);
}

// The saved notebook has a copy for where no widget runs; here is the panel itself.
function copyHider(model) {
  const name = model.get("_copy");
  const rule = `.jp-OutputArea-child:has(.${name}), .output_area:has(.${name}), .${name} { display: none !important; }`;
  return h("style", {}, /^[\w-]+$/.test(name) ? rule : "");
}

function follow(view, root) {
  const { model, shared } = view;
  const drawn = {
    _pictures: () => drawTabs(view),
    _variables: () => view.add.draw(),
    _turns: () => view.talk.draw(),
    _live: () => view.talk.draw(),
    _files: () => view.stage.drawFiles(),
    _ways: () => view.stage.drawWays(),
    _problem: () => drawProblem(view),
    _about: () => view.talk.drawTasks(),
  };
  for (const [trait, draw] of Object.entries(drawn)) {
    model.on(`change:${trait}`, draw);
    draw();
  }
  const said = {
    picture: () => view.stage.draw(),
    thumbnail: () => view.add.draw(),
    mark: (m) => view.stage.takeMark(m),
    where: (m) => view.stage.takeWhere(m),
    markdown: (m) => view.talk.takeMarkdown(m.text),
  };
  const ending = new AbortController();
  for (const [name, take] of Object.entries(said))
    shared.events.addEventListener(name, (e) => take(e.detail), { signal: ending.signal });
  const watcher = new ResizeObserver(() => view.stage.fit());
  watcher.observe(view.stage.viewport);
  view.send({ do: "files" });
  return () => {
    ending.abort();
    watcher.disconnect();
    root.remove();
  };
}

function drawProblem(view) {
  const { text } = view.model.get("_problem");
  showProblem(view, text);
}

function showProblem(view, text) {
  view.problem.replaceChildren();
  if (!text) return;
  const close = button("×", () => showProblem(view, ""), { "aria-label": "Dismiss" });
  view.problem.append(h("span", {}, text), close);
}

const pictures = (view) => view.model.get("_pictures");
const current = (view) => pictures(view).find((one) => one.id === view.current);

// ---- tabs

function drawTabs(view) {
  const list = pictures(view);
  const fresh = list.filter((one) => !view.known.has(one.id));
  if (fresh.length) view.current = fresh.at(-1).id;
  fresh.forEach((one) => view.known.add(one.id));
  if (!current(view)) view.current = list.at(-1)?.id ?? null;
  const focused = view.tabs.contains(document.activeElement);
  view.tabs.replaceChildren(...list.map((one) => tab(view, one)));
  if (focused) view.tabs.querySelector("[aria-selected=true]")?.focus();
  list.forEach((one) => askForPixels(view, one));
  if (!list.length) view.add.open(true);
  else if (fresh.length) view.add.open(false);
  view.stage.draw();
  view.talk.drawAbout();
}

function askForPixels(view, { id, version, width }) {
  const key = `${id}/${version}`;
  if (width) view.shared.askOnce(view.model, key, { do: "picture", id });
}

function tab(view, picture) {
  const chosen = picture.id === view.current;
  const show = () => showPicture(view, picture.id);
  const remove = () => view.send({ do: "remove", id: picture.id });
  const element = h(
    "button",
    {
      type: "button",
      role: "tab",
      class: "cs-tab",
      id: `${view.stage.panelId}-${picture.id}`,
      "aria-selected": String(chosen),
      "aria-controls": view.stage.panelId,
      tabindex: chosen ? "0" : "-1",
      title: `${picture.name} (Delete closes it)`,
      onclick: show,
      onkeydown: (event) => tabKey(view, event, remove),
    },
    picture.name,
  );
  const close = h("span", { class: "cs-tab-close", title: "Close", onclick: remove }, "×");
  close.setAttribute("aria-hidden", "true"); // Delete does the same for the keyboard
  return h("span", { class: "cs-tab-place", role: "presentation" }, element, close);
}

function tabKey(view, event, remove) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (event.key === "Delete") remove();
  if (!step) return;
  const list = pictures(view);
  const at = list.findIndex((one) => one.id === view.current);
  showPicture(view, list[(at + step + list.length) % list.length].id);
  view.tabs.querySelector("[aria-selected=true]").focus();
}

function showPicture(view, id) {
  view.current = id;
  view.selected = null;
  drawTabs(view);
  view.stage.fit(true);
}

// ---- the picture, its boxes and regions

function makeStage(view) {
  const panelId = newId("stage");
  const image = h("img", { class: "cs-image", draggable: false });
  const marks = h("div", { class: "cs-marks" });
  const layer = h("div", { class: "cs-layer" }, image, marks);
  const note = h("p", { class: "cs-note" });
  const viewport = h(
    "div",
    { class: "cs-viewport", tabindex: "0", role: "group", "aria-label": "Picture" },
    layer,
    note,
  );
  const zoomText = h("span", { class: "cs-zoom" });
  const about = h("div", { class: "cs-about" });
  const caption = h("div", { class: "cs-caption" });
  const waysPlace = h("div", { class: "cs-ways" });
  const filesPlace = h("div", { class: "cs-files" });
  const stage = { panelId, viewport, zoom: 1, whole: true, pan: false };

  const toolButtons = {
    box: button("Box", () => setPan(false), { title: "Drag on the picture to draw a box" }),
    pan: button("Pan", () => setPan(true), { title: "Drag to move the picture" }),
  };
  const setPan = (pan) => {
    stage.pan = pan;
    toolButtons.box.setAttribute("aria-pressed", String(!pan));
    toolButtons.pan.setAttribute("aria-pressed", String(pan));
    viewport.classList.toggle("cs-pan", pan);
  };
  const scale = (zoom, whole = false) => {
    const picture = current(view);
    if (!picture?.width) return;
    const middle = {
      x: (viewport.scrollLeft + viewport.clientWidth / 2) / (layer.offsetWidth || 1),
      y: (viewport.scrollTop + viewport.clientHeight / 2) / (layer.offsetHeight || 1),
    };
    stage.zoom = clamp(zoom, 0.05, MOST_ZOOM);
    stage.whole = whole;
    layer.style.width = `${picture.width * stage.zoom}px`;
    layer.style.height = `${picture.height * stage.zoom}px`;
    viewport.scrollLeft = middle.x * layer.offsetWidth - viewport.clientWidth / 2;
    viewport.scrollTop = middle.y * layer.offsetHeight - viewport.clientHeight / 2;
    zoomText.textContent = `${Math.round(stage.zoom * 100)} %`;
    arrives.setAttribute("aria-pressed", String(!whole && stage.zoom === 1));
  };
  stage.fit = (force = false) => {
    const picture = current(view);
    if (!picture?.width || !(force || stage.whole) || !viewport.clientWidth) return;
    const most = Number.parseFloat(getComputedStyle(viewport).maxHeight) || 480;
    const room = Math.min(viewport.clientWidth / picture.width, (most - 2) / picture.height);
    scale(Math.min(room, 1.5), true);
  };
  const arrives = button("What Claude sees", () => {
    if (arrives.getAttribute("aria-pressed") === "true") stage.fit(true);
    else scale(1);
  });
  arrives.title = "The picture at the size at which it arrives, a pixel for a pixel";
  const tools = h(
    "div",
    { class: "cs-tools", role: "toolbar", "aria-label": "Picture tools" },
    toolButtons.box,
    toolButtons.pan,
    button("−", () => scale(stage.zoom / 1.25), { "aria-label": "Zoom out" }),
    zoomText,
    button("+", () => scale(stage.zoom * 1.25), { "aria-label": "Zoom in" }),
    button("Fit", () => stage.fit(true)),
    arrives,
    button("Add box", () => addBox(view, middleBox(view)), {
      title: "A box in the middle, to be moved with the arrow keys",
    }),
  );
  setPan(false);

  viewport.addEventListener("keydown", (event) => {
    if (event.target !== viewport) return;
    const keys = {
      "+": () => scale(stage.zoom * 1.25),
      "=": () => scale(stage.zoom * 1.25),
      "-": () => scale(stage.zoom / 1.25),
      0: () => stage.fit(true),
      b: () => addBox(view, middleBox(view)),
    };
    if (!keys[event.key] || event.ctrlKey || event.metaKey) return;
    keys[event.key]();
    event.preventDefault();
  });
  viewport.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      scale(stage.zoom * (event.deltaY < 0 ? 1.1 : 1 / 1.1));
    },
    { passive: false },
  );
  layer.addEventListener("pointerdown", (event) => pointerDown(view, event));

  stage.toOriginal = (event) => {
    const { original } = current(view);
    const place = layer.getBoundingClientRect();
    return [
      clamp(((event.clientX - place.left) / place.width) * original[0], 0, original[0]),
      clamp(((event.clientY - place.top) / place.height) * original[1], 0, original[1]),
    ];
  };
  stage.perPixel = () => current(view).original[0] / layer.getBoundingClientRect().width;
  stage.draw = () => {
    const picture = current(view);
    const url = picture && view.shared.url(`${picture.id}/${picture.version}`);
    layer.hidden = !picture?.width;
    note.textContent = picture ? picture.note : "Drop a picture here, paste one, or choose one.";
    note.hidden = !note.textContent;
    tools.hidden = !picture?.width;
    image.alt = picture?.name ?? "";
    if (url && image.src !== url) image.src = url;
    else if (!url) image.removeAttribute("src");
    caption.textContent = picture?.width ? captionOf(picture) : "";
    viewport.setAttribute("aria-label", picture ? `Picture: ${picture.name}` : "No picture");
    element.setAttribute("aria-labelledby", picture ? `${panelId}-${picture.id}` : "");
    stage.fit();
    stage.drawMarks();
    if (details.open && picture) view.send({ do: "ways", id: picture.id });
  };
  stage.drawMarks = () => {
    const picture = current(view);
    const focused = marks.contains(document.activeElement) && document.activeElement.dataset.key;
    marks.replaceChildren();
    if (!picture?.width) return;
    for (const region of regionsOn(view, picture)) marks.append(regionMark(view, picture, region));
    for (const box of boxesOf(view)) marks.append(boxMark(view, picture, box));
    if (focused) marks.querySelector(`[data-key="${focused}"]`)?.focus();
    drawAboutLine(view, about);
  };
  stage.takeMark = ({ id, mark }) => takeMark(view, id, mark);
  stage.takeWhere = ({ id, key, where }) => {
    const box = (view.boxes.get(id) ?? []).find((one) => one.key === key);
    if (box) box.where = where;
    drawAboutLine(view, about);
  };
  stage.drawWays = () => drawWays(view, waysPlace);
  stage.drawFiles = () => drawFiles(view, filesPlace);

  const details = h(
    "details",
    {
      ontoggle: () => details.open && current(view) && view.send({ do: "ways", id: view.current }),
    },
    h("summary", {}, "How it travels"),
    waysPlace,
  );
  const files = h(
    "details",
    { ontoggle: () => files.open && view.send({ do: "files" }) },
    h("summary", {}, "Uploaded files"),
    filesPlace,
  );
  const element = h(
    "div",
    { class: "cs-stage", id: panelId, role: "tabpanel" },
    tools,
    viewport,
    caption,
    about,
    details,
    files,
  );
  stage.element = element;
  return stage;
}

function captionOf(picture) {
  const size = `${picture.width} × ${picture.height} px`;
  const from = `${picture.original[0]} × ${picture.original[1]}`;
  const whole = from === `${picture.width} × ${picture.height}` ? size : `${size} (from ${from})`;
  return [whole, `${picture.tokens.toLocaleString()} tokens`, ...picture.notes].join(" · ");
}

const boxesOf = (view) => view.boxes.get(view.current) ?? [];
const selectedBox = (view) => boxesOf(view).find((one) => one.key === view.selected);

function drawAboutLine(view, about) {
  const box = selectedBox(view);
  const picture = current(view);
  about.replaceChildren();
  if (!picture?.width) return;
  if (!box) {
    const hint = picture.live ? "Drag a box, or click a mark." : "Drag a box to ask about a part.";
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
  if (picture.live) about.append(button("Name the mark", () => nameMark(view, box)));
}

function nameMark(view, { box }) {
  const [x, y] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
  view.send({ do: "mark", id: view.current, x, y });
}

function takeMark(view, id, mark) {
  if (id !== view.current) return;
  if (!mark) {
    view.say.textContent = "There is no mark.";
    return;
  }
  const same = boxesOf(view).find((one) => one.label === mark.text);
  if (same) select(view, same.key);
  else addBox(view, mark.box, { label: mark.text });
  view.talk.suggest(`What does this ${mark.text} tell?`);
  view.say.textContent = mark.text;
}

function middleBox(view) {
  const [width, height] = current(view).original;
  return [width * 0.375, height * 0.375, width * 0.625, height * 0.625];
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
    else if (!didMove && box) focusBox(view, box.key);
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

function focusBox(view, key) {
  select(view, key);
  view.stage.element.querySelector(`[data-key="${key}"]`)?.focus({ preventScroll: true });
}

function clickPicture(view, picture, [x, y]) {
  view.stage.viewport.focus({ preventScroll: true });
  if (picture.live) view.send({ do: "mark", id: picture.id, x, y });
  else select(view, null);
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
  const element = button(String(region.number), () => goOnWith(view, region), {
    class: isPoint ? "cs-region cs-point" : "cs-region",
    "aria-label": `Region ${region.number}, ${region.label}: ${region.sentence}`,
  });
  element.dataset.key = `region-${region.number}`;
  const tip = h("span", { class: "cs-tip", "aria-hidden": "true" });
  tip.append(h("strong", {}, region.label), ` ${region.sentence}`);
  if (top / picture.original[1] < 0.3) tip.classList.add("cs-below");
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

// ---- how it travels, and what was uploaded

function drawWays(view, place) {
  const { methods, price, picture } = view.model.get("_ways");
  place.replaceChildren();
  if (!methods || picture !== view.current) return;
  const name = newId("method");
  for (const way of methods) {
    const chosen = (view.method ?? view.model.get("_about").method) === way.method;
    const radio = h("input", {
      type: "radio",
      name,
      checked: chosen,
      disabled: !way.possible,
      onchange: () => (view.method = way.method),
    });
    const what = h("span", { class: "cs-way-what" }, way.what);
    const row = h("label", { class: way.possible ? "cs-way" : "cs-way cs-impossible" });
    row.append(radio, h("strong", {}, way.method), what);
    place.append(row);
  }
  place.append(h("p", { class: "cs-price" }, `A question: ${price}`));
}

function drawFiles(view, place) {
  const files = view.model.get("_files");
  place.replaceChildren();
  if (!files.length) place.append(h("p", { class: "cs-hint" }, "Nothing is uploaded."));
  for (const file of files) {
    const size = `${Math.ceil(file.size / 1000).toLocaleString()} kB`;
    const remove = button("Delete", () => view.send({ do: "delete file", id: file.id }), {
      "aria-label": `Delete ${file.name}`,
    });
    const text = `${file.name} · ${size} · until ${file.expires}`;
    place.append(h("div", { class: "cs-file" }, h("span", { title: file.id }, text), remove));
  }
}

// ---- the conversation

function makeTalk(view) {
  const log = h("div", { class: "cs-log", role: "log", tabindex: "0" });
  log.setAttribute("aria-label", "Conversation");
  const tasks = h("div", { class: "cs-tasks", role: "group", "aria-label": "Ready-made questions" });
  const about = h("div", { class: "cs-asked-about" });
  const prompt = h("textarea", {
    class: "cs-prompt",
    rows: 2,
    "aria-label": "Question",
    placeholder: "Ask…",
    onkeydown: (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      askNow();
    },
  });
  const all = h("input", { type: "checkbox" });
  const boxes = h("input", { type: "checkbox" });
  const askButton = button("Ask", () => askNow(), { class: "cs-primary" });
  const stopButton = button("Stop", () => stopNow(), { class: "cs-primary" });
  const talk = { sent: 0 };
  const isOpen = () => Boolean(view.model.get("_live").id) || talk.sent > 0;

  const ask = (words, task) => {
    if (!view.current || isOpen()) return;
    const box = selectedBox(view);
    const many = all.checked && !box;
    const ids = many ? pictures(view).map((one) => one.id) : [view.current];
    talk.sent = setTimeout(() => (talk.sent = 0) || talk.draw(), 60_000);
    showProblem(view, "");
    view.send({
      do: "ask",
      prompt: words,
      task,
      pictures: ids,
      box: box?.box,
      method: view.method,
      boxes: boxes.checked,
    });
    talk.draw();
  };
  const askNow = () => {
    const words = prompt.value.trim();
    if (isOpen()) return;
    ask(words || (selectedBox(view) ? "What is this?" : ""), undefined);
    prompt.value = "";
  };
  const stopNow = () => {
    view.send({ do: "stop" });
    prompt.focus();
  };
  talk.focus = () => prompt.focus();
  talk.suggest = (words) => {
    prompt.value = words;
    prompt.focus({ preventScroll: true });
    prompt.select();
  };
  talk.drawAbout = () => {
    const picture = current(view);
    const box = selectedBox(view);
    const several = pictures(view).length > 1 && !box;
    allLabel.hidden = !several;
    const what = box ? `${box.label ?? "the box"} on ${picture.name}` : (picture?.name ?? "");
    about.textContent = what ? `About ${what}` : "";
  };
  talk.drawTasks = () => {
    const made = view.model.get("_about").tasks ?? [];
    tasks.replaceChildren(
      ...made.map((task) => button(task.name, () => ask("", task.name), { title: task.about })),
    );
  };
  talk.draw = () => {
    const live = view.model.get("_live");
    const turns = view.model.get("_turns");
    if (live.id || view.turnsSeen !== turns) clearTimeout(talk.sent), (talk.sent = 0);
    view.turnsSeen = turns;
    drawTurns(view, log, live.id ? [...turns, live] : turns, isOpen() && !live.id);
    const open = isOpen();
    askButton.hidden = open;
    stopButton.hidden = !open;
    log.setAttribute("aria-busy", String(open));
    tasks.querySelectorAll("button").forEach((one) => (one.disabled = open));
    view.stage.drawMarks();
  };
  talk.takeMarkdown = (text) => {
    if (talk.wanted === "copy") copyText(view, text);
    if (talk.wanted === "cell") putIntoCell(view, text);
    talk.wanted = undefined;
  };
  const want = (what) => () => {
    talk.wanted = what;
    view.send({ do: "markdown" });
  };
  const actions = h(
    "div",
    { class: "cs-actions" },
    button("Copy", want("copy"), { title: "Copy the conversation as Markdown" }),
    button("To a cell", want("cell"), { title: "Put the conversation into a new cell" }),
    button("New", () => view.send({ do: "new" }), { title: "Start another conversation" }),
  );
  const allLabel = h("label", {}, all, "all pictures");
  const boxesLabel = h("label", { title: "Claude marks what it speaks of" }, boxes, "mark regions");
  const row = h("div", { class: "cs-ask-row" }, about, allLabel, boxesLabel, askButton, stopButton);
  talk.element = h("div", { class: "cs-talk" }, log, tasks, prompt, row, actions);
  return talk;
}

// A turn that has not changed keeps its element, so that a selection in it stays.
function drawTurns(view, log, turns, waiting) {
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  const old = new Map([...log.children].map((one) => [one.dataset.turn, one]));
  const elements = turns.map((turn) => {
    const before = old.get(turn.id);
    const digest = JSON.stringify(turn);
    if (before?.digest === digest) return before;
    const made = turnElement(view, turn);
    made.dataset.turn = turn.id;
    made.digest = digest;
    return made;
  });
  if (waiting) elements.push(h("p", { class: "cs-hint" }, "Waiting for the kernel…"));
  if (!elements.length) elements.push(h("p", { class: "cs-hint" }, "Answers come here."));
  const same = elements.length === log.children.length;
  if (!same || elements.some((one, at) => one !== log.children[at]))
    log.replaceChildren(...elements);
  if (atEnd) log.scrollTop = log.scrollHeight;
}

const STATUS = { waiting: "Preparing the picture…", sending: "Asking…", writing: "", done: "" };

function turnElement(view, turn) {
  const body = h("div", { class: "cs-answer" });
  body.innerHTML = turn.html; // safe: made by the kernel, see markdown/rendered.py
  const task = turn.task && h("span", { class: "cs-task" }, turn.task);
  const asked = turn.task
    ? h("details", { class: "cs-question" }, h("summary", {}, task), turn.prompt)
    : h("div", { class: "cs-question" }, turn.prompt);
  const regions = turn.regions.map((region) =>
    button(`${region.number} ${region.label}`, () => goOnFrom(view, turn, region), {
      title: [region.sentence, region.data].filter(Boolean).join(" · "),
    }),
  );
  return h(
    "article",
    { class: `cs-turn cs-${turn.status}` },
    asked,
    ...turn.captions.map((text) => h("p", { class: "cs-small" }, text)),
    ...turn.notes.map((text) => h("p", { class: "cs-small" }, text)),
    STATUS[turn.status] && h("p", { class: "cs-hint" }, STATUS[turn.status]),
    body,
    regions.length ? h("div", { class: "cs-regions" }, ...regions) : undefined,
    turn.notice && h("p", { class: "cs-notice" }, turn.notice),
    turn.problem && h("p", { class: "cs-problem-text", role: "alert" }, turn.problem),
    turn.footer && h("p", { class: "cs-small" }, turn.footer),
  );
}

function goOnFrom(view, turn, region) {
  const named = pictures(view).find((p) => p.name === region.picture && turn.pictures.includes(p.id));
  if (!named) return;
  if (named.id !== view.current) showPicture(view, named.id);
  goOnWith(view, region);
}

async function copyText(view, text) {
  try {
    await navigator.clipboard.writeText(text);
    view.say.textContent = "Copied.";
  } catch {
    showProblem(view, "The browser did not let the panel copy: use panel.conversation.to_markdown().");
  }
}

// JupyterLab and Notebook hand their notebook to a widget; the others do not.
function putIntoCell(view, source) {
  const notebook = view.model.widget_manager?.context?.model?.sharedModel;
  const cell = view.stage.element.closest(".jp-Cell");
  if (typeof notebook?.insertCell !== "function" || !cell) {
    showProblem(view, "This front end takes no cell from a panel: run panel.to_cell().");
    return;
  }
  const cells = [...cell.parentElement.children].filter((one) => one.matches(".jp-Cell"));
  const place = Number(cell.dataset.windowedListIndex ?? cells.indexOf(cell));
  notebook.insertCell(place + 1, { cell_type: "markdown", source });
  view.say.textContent = "Put into the next cell.";
}

// ---- more pictures: variables, files, addresses, the clipboard

function makeAdd(view) {
  const id = newId("add");
  const grid = h("div", { class: "cs-variables", role: "group", "aria-label": "Variables" });
  const file = h("input", {
    type: "file",
    accept: "image/*",
    multiple: true,
    class: "cs-visually-hidden",
    onchange: () => {
      sendFiles(view, file.files);
      file.value = "";
    },
  });
  const url = h("input", { type: "url", placeholder: "https://…", "aria-label": "Address" });
  const form = h(
    "form",
    {
      class: "cs-url",
      onsubmit: (event) => {
        event.preventDefault();
        if (url.value) view.send({ do: "add url", url: url.value });
        url.value = "";
      },
    },
    url,
    h("button", {}, "Open"),
  );
  const element = h(
    "div",
    { class: "cs-add", id, hidden: true },
    grid,
    h(
      "div",
      { class: "cs-add-row" },
      h("label", { class: "cs-file-button" }, file, "Choose a file"),
      form,
      h("span", { class: "cs-hint" }, "or drop or paste a picture anywhere on the panel"),
    ),
  );
  const toggle = button("+ Add", () => add.open(element.hidden), {
    class: "cs-add-toggle",
    "aria-expanded": "false",
    "aria-controls": id,
  });
  const add = { element, toggle };
  add.open = (open) => {
    element.hidden = !open;
    toggle.setAttribute("aria-expanded", String(open));
    if (open) add.refresh();
  };
  add.refresh = () => {
    const names = view.model.get("_variables").map((one) => one.name);
    view.send({ do: "thumbnails", names: names.slice(0, 24) });
    add.draw();
  };
  add.draw = () => {
    const list = view.model.get("_variables");
    if (!element.hidden && add.shown && add.shown !== list) {
      add.shown = list;
      add.refresh();
      return;
    }
    add.shown = list;
    grid.replaceChildren(
      ...list.map(({ name, kind }) => {
        const source = view.shared.url(`variable/${name}`);
        const picture = source
          ? h("img", { src: source, alt: "" })
          : h("span", { class: "cs-no-picture" });
        const open = () => view.send({ do: "add variable", name });
        const text = h("span", {}, h("strong", {}, name), ` ${kind}`);
        return h("button", { type: "button", class: "cs-variable", onclick: open }, picture, text);
      }),
    );
    if (!list.length) grid.append(h("p", { class: "cs-hint" }, "No variable holds a picture yet."));
  };
  return add;
}

function receiveFiles(view, root) {
  const images = (list) => [...(list ?? [])].filter((file) => file.type.startsWith("image/"));
  root.addEventListener("dragover", (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    event.stopPropagation();
    root.classList.add("cs-dropping");
  });
  root.addEventListener("dragleave", (event) => {
    if (!root.contains(event.relatedTarget)) root.classList.remove("cs-dropping");
  });
  root.addEventListener("drop", (event) => {
    event.preventDefault();
    event.stopPropagation();
    root.classList.remove("cs-dropping");
    sendFiles(view, event.dataTransfer.files);
  });
  root.addEventListener("paste", (event) => {
    const files = images(event.clipboardData?.files);
    if (!files.length) return; // words, for the question
    event.preventDefault();
    event.stopPropagation();
    sendFiles(view, files);
  });
}

async function sendFiles(view, files) {
  for (const file of files) await sendFile(view, file);
}

// Front ends drop large messages without a word, so a file goes in pieces, each when the one
// before it has arrived.
async function sendFile(view, file) {
  const key = `${Date.now()}-${newId("file")}`;
  const name = file.name || "pasted picture";
  const { piece } = view.model.get("_about");
  const bar = h("progress", { max: 1, value: 0, "aria-label": `Sending ${name}` });
  const cancel = new AbortController();
  const row = h("div", { class: "cs-progress" }, h("span", {}, name), bar);
  row.append(button("Cancel", () => cancel.abort()));
  view.problem.before(row);
  const step = (message, buffers) => {
    const answer = view.shared.answerTo(key);
    view.send({ key, ...message }, buffers);
    return answer;
  };
  try {
    await step({ do: "begin file", name, size: file.size });
    for (let at = 0; at < file.size; at += piece) {
      if (cancel.signal.aborted) {
        view.send({ do: "forget file", key });
        break;
      }
      const bytes = await file.slice(at, at + piece).arrayBuffer();
      bar.value = (await step({ do: "piece", at }, [bytes])) / file.size;
    }
  } catch (error) {
    if (error.message !== "refused") showProblem(view, `${name}: ${error.message}`);
  } finally {
    row.remove();
  }
}
