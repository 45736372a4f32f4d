// @ts-check
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import {
  buildQuestion,
  describeSubject,
  PendingQuestion,
  PromptHistory,
  Suggestion,
} from "../src/question.js";
import { makePicture } from "./factories.js";

/** @import { UserBox } from "../src/boxes.js" */

const pictures = ["1", "2"].map((id) => makePicture({ id, name: `picture ${id}` }));
const controls = { prompt: " What? ", all: false, options: {} };
const subject = { pictures, activeId: "2" };

/** @type {UserBox} */
const box = { key: "k", box: [1, 2, 3, 4] };

test("a question is about the active picture", () => {
  const message = buildQuestion(controls, subject);
  assert.deepEqual(message.pictures, ["2"]);
  assert.equal(message.prompt, "What?");
  assert.equal(message.box, undefined);
});

test("a question can be about all pictures", () => {
  assert.deepEqual(buildQuestion({ ...controls, all: true }, subject).pictures, ["1", "2"]);
});

test("a question about a box is only about its picture", () => {
  const message = buildQuestion({ ...controls, all: true }, { ...subject, box });
  assert.deepEqual(message.pictures, ["2"]);
  assert.deepEqual(message.box, [1, 2, 3, 4]);
});

test("an empty prompt asks what is in the box, or runs the default task", () => {
  const silent = { ...controls, prompt: "  " };
  assert.equal(buildQuestion(silent, { ...subject, box }).prompt, "What is this?");
  assert.equal(buildQuestion(silent, subject).prompt, "");
});

test("a task keeps its own prompt, also for a box", () => {
  const message = buildQuestion({ ...controls, prompt: "", task: "explain" }, { ...subject, box });
  assert.equal(message.prompt, "");
  assert.equal(message.task, "explain");
});

test("the user's options are part of the question", () => {
  const message = buildQuestion(
    { ...controls, options: { effort: "low", boxes: true }, method: "files" },
    subject,
  );
  assert.equal(message.effort, "low");
  assert.equal(message.method, "files");
  assert.equal(message.boxes, true);
});

test("the subject of the next question is described", () => {
  assert.equal(describeSubject(pictures[0], undefined), "About picture 1");
  assert.equal(describeSubject(pictures[0], box), "About the box on picture 1");
  assert.equal(describeSubject(pictures[0], { ...box, label: "bar" }), "About bar on picture 1");
  assert.equal(describeSubject(undefined, undefined), "");
});

test("a suggestion fills an empty prompt and replaces a previous suggestion", () => {
  const suggestion = new Suggestion();
  assert.equal(suggestion.replaceIn("", "First?"), "First?");
  assert.equal(suggestion.replaceIn("First?", "Second?"), "Second?");
});

test("a suggestion never overwrites what the user has typed", () => {
  const suggestion = new Suggestion();
  assert.equal(suggestion.replaceIn("Why?", "First?"), "Why?");
  suggestion.replaceIn("", "First?");
  assert.equal(suggestion.replaceIn("First? And why?", "Second?"), "First? And why?");
});

test("a question is pending until the kernel reacts", () => {
  const pending = new PendingQuestion(() => {});
  assert.equal(pending.isPending, false);
  pending.begin();
  assert.equal(pending.isPending, true);
  pending.end();
  assert.equal(pending.isPending, false);
});

test("after a minute without a reaction the user may ask again", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const onTimeout = mock.fn();
  const pending = new PendingQuestion(onTimeout);
  pending.begin();
  mock.timers.tick(59_999);
  assert.equal(pending.isPending, true);
  mock.timers.tick(1);
  assert.equal(pending.isPending, false);
  assert.equal(onTimeout.mock.callCount(), 1);
  mock.timers.reset();
});

test("a suggestion goes with its mark, unless the user has changed it", () => {
  const suggestion = new Suggestion();
  suggestion.replaceIn("", "What does this bar tell?");
  assert.equal(suggestion.withdrawFrom("What does this bar tell?"), "");
  suggestion.replaceIn("", "What does this bar tell?");
  assert.equal(
    suggestion.withdrawFrom("What does this bar tell me?"),
    "What does this bar tell me?",
  );
  assert.equal(new Suggestion().withdrawFrom(""), "");
});

test("the arrow keys bring back earlier questions, and then what was being typed", () => {
  const history = new PromptHistory();
  const prompts = ["First?", "", "Second?", "Second?"];
  assert.equal(history.move(prompts, "Th", 1), "Second?");
  assert.equal(history.move(prompts, "Second?", 1), "First?");
  assert.equal(history.move(prompts, "First?", 1), undefined);
  assert.equal(history.move(prompts, "First?", -1), "Second?");
  assert.equal(history.move(prompts, "Second?", -1), "Th");
  assert.equal(history.move(prompts, "Th", -1), undefined);
});
