// The tabs, the picture, how it travels, and what was uploaded.

const MOST_ZOOM = 16;

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
  const redraw = button("Redraw", () => view.send({ do: "redraw", id: view.current }), {
    title: "Draw the figure again, as it is now",
  });
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
    button("Add box", () => addBoxInTheMiddle(view), {
      title: "A box in the middle, to be moved with the arrow keys",
    }),
    redraw,
  );
  setPan(false);

  viewport.addEventListener("keydown", (event) => {
    if (event.target !== viewport) return;
    const keys = {
      "+": () => scale(stage.zoom * 1.25),
      "=": () => scale(stage.zoom * 1.25),
      "-": () => scale(stage.zoom / 1.25),
      0: () => stage.fit(true),
      b: () => addBoxInTheMiddle(view),
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
  layer.addEventListener("dblclick", (event) => doubleClick(view, event));

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
    redraw.hidden = !picture?.live;
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
  stage.takeMark = (message) => takeMark(view, message);
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
