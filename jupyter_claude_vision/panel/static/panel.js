// The panel in the browser. The kernel sets traits, which are drawn here; what the user does goes
// to the kernel as messages ({ do: … }), and bytes come back as messages ({ say: … }).
//
// The files of this folder are joined, panel.js first, into the one module that anywidget loads:
// it can load no others, and a build step would have to be run and trusted.
// HTML is only ever set from what the kernel has made safe (`html` of a turn).


const SILENCE = 15_000; // milliseconds after which a kernel that says nothing is worth a word

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
  view.hider = h("style");
  el.append(root, view.hider);
  receiveFiles(view, root);
  return follow(view, root);
}

// The saved notebook has a copy for where no widget runs, or no kernel. When the kernel answers,
// the panel is there itself.
function hideCopy(view) {
  const name = view.model.get("_copy");
  if (!/^[\w-]+$/.test(name)) return;
  const outputs = `.jp-OutputArea-child:has(.${name}), .output_area:has(.${name})`;
  view.hider.textContent = `${outputs}, .${name} { display: none !important; }`;
}

function greet(view) {
  const silent = () => showProblem(view, "The kernel does not answer: it is busy, or has ended.");
  const timer = setTimeout(silent, SILENCE);
  view.send({ do: "hello" });
  return () => {
    clearTimeout(timer);
    hideCopy(view);
    if (!view.model.get("_problem").text) showProblem(view, "");
  };
}

function follow(view, root) {
  const { model, shared } = view;
  const drawn = {
    _pictures: () => drawTabs(view),
    _variables: () => view.add.draw(),
    _cells: () => view.add.refresh(),
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
  const greeted = greet(view);
  const said = {
    hello: greeted,
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
  return () => {
    greeted();
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
