// @ts-check
// Bundles src/ into the one module that anywidget loads; with --check, tells whether that module
// is current. The digest in its header is what the Python tests compare, which need no Node.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { buildSync } from "esbuild";

const OUTPUT = "../jupyter_claude_vision/panel/static/panel.js";
const COMMAND = "make js";

/** Return a digest of everything that the module is built from. Line ends are no part of it. */
function digestSources() {
  const modules = readdirSync("src").sort();
  const files = [...modules.map((name) => `src/${name}`), "build.js", "package-lock.json"];
  const hash = createHash("sha256");
  for (const file of files) {
    const text = readFileSync(file, "utf8").replaceAll("\r\n", "\n");
    hash.update(`${file}\0${text}\0`);
  }
  return hash.digest("hex");
}

function bundle() {
  const { outputFiles } = buildSync({
    entryPoints: ["src/index.js"],
    bundle: true,
    charset: "utf8",
    format: "esm",
    lineLimit: 100, // so that a change of it can be read, a little
    minify: true, // each panel that a notebook keeps has the whole module with it
    target: "es2022",
    write: false,
    banner: {
      js: `// Built from js/ by "${COMMAND}"; not to be edited.\n// Sources: ${digestSources()}`,
    },
  });
  return outputFiles[0].text;
}

process.chdir(import.meta.dirname);
const text = bundle();
if (process.argv.includes("--check")) {
  if (readFileSync(OUTPUT, "utf8") !== text) {
    process.stderr.write(`${OUTPUT} is not what src/ builds: run "${COMMAND}".\n`);
    process.exitCode = 1;
  }
} else {
  writeFileSync(OUTPUT, text);
}
