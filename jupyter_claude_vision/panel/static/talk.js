// The conversation.

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
  const effort = h("select", { "aria-label": "Effort", title: "How hard Claude is to try" });
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
      effort: effort.value,
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
  talk.askNow = askNow;
  talk.focus = () => prompt.focus();
  // What was typed stays: it is the question about what was clicked.
  talk.suggest = (words) => {
    if (!prompt.value.trim() || prompt.value === talk.suggested) prompt.value = words;
    talk.suggested = words;
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
    const { tasks: made, provider, model, efforts, effort: usual } = view.model.get("_about");
    who.textContent = provider === "offline" ? "offline reader, not Claude" : model;
    drawEfforts(effort, efforts, usual);
    if (made.map((task) => task.name).join() === [...tasks.children].map((one) => one.name).join())
      return;
    tasks.replaceChildren(
      ...made.map((task) => button(task.name, () => ask("", task.name), { name: task.name, title: task.about })),
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
  const who = h("span", { class: "cs-who" });
  const actions = h(
    "div",
    { class: "cs-actions" },
    button("Copy", want("copy"), { title: "Copy the conversation as Markdown" }),
    button("To a cell", want("cell"), { title: "Put the conversation into a new cell" }),
    button("New", () => view.send({ do: "new" }), { title: "Start another conversation" }),
    who,
  );
  const allLabel = h("label", {}, all, "all pictures");
  const boxesLabel = h("label", { title: "Claude marks what it speaks of" }, boxes, "mark regions");
  const effortLabel = h("label", {}, "effort", effort);
  const row = h(
    "div", { class: "cs-ask-row" }, about, allLabel, boxesLabel, effortLabel, askButton, stopButton,
  );
  talk.element = h("div", { class: "cs-talk" }, log, tasks, prompt, row, actions);
  return talk;
}

// What was chosen stays for as long as the model has it and the setting is the same.
function drawEfforts(select, levels, usual) {
  const digest = JSON.stringify([levels, usual]);
  if (select.digest === digest) return;
  select.digest = digest;
  select.replaceChildren(...levels.map((level) => h("option", { value: level }, level)));
  select.value = levels.includes(usual) ? usual : "auto";
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
    const thought = made.querySelector(".cs-thought");
    if (thought) thought.open = Boolean(before?.querySelector(".cs-thought")?.open);
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

// Counted here: nothing comes from the kernel while Claude thinks. A screen reader hears it once.
function thinkingElement() {
  const seconds = h("span", { "aria-hidden": "true" });
  const element = h("p", { class: "cs-hint" }, "Thinking… ", seconds);
  const began = Date.now();
  const timer = setInterval(() => {
    if (!element.isConnected) clearInterval(timer);
    seconds.textContent = `${Math.round((Date.now() - began) / 1000)} s`;
  }, 1000);
  return element;
}

function thoughtElement(turn) {
  const thought = h("div", {});
  thought.innerHTML = turn.thinking; // safe: made by the kernel, see markdown/rendered.py
  return h("details", { class: "cs-small cs-thought" }, h("summary", {}, "What Claude thought"), thought);
}

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
    turn.status === "thinking" ? thinkingElement() : undefined,
    turn.thinking ? thoughtElement(turn) : undefined,
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
