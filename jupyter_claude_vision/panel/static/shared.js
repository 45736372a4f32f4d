// What all views of one panel share: the pixels, asked for once; and how elements are made.

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
