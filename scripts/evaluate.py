"""Ask questions with known answers, with tools and without, and report right and wrong.

::

    python scripts/evaluate.py --questions all --model claude-opus-5-5 --budget 5

asks each question about its figure with tools off, with zoom, with query and with all, judges the
answers as ``figures.check`` judges statements, and writes a report. Each result is kept in the file
``--results`` when it comes: the same command goes on where it was stopped, by Ctrl+C or by the
budget. It needs a key; with ``--provider offline`` the embedded reader answers: not Claude.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import matplotlib as mpl

mpl.use("agg")
import matplotlib.pyplot as plt
from evaluation_questions import QUESTIONS, EvaluationQuestion

from jupyter_claude_vision import ClaudeVision, Client, figures
from jupyter_claude_vision.errors import BudgetError, ClaudeVisionError
from jupyter_claude_vision.platforms import PROVIDERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TOOLS = ("off", "zoom", "query", "all")
VERDICTS = ("right", "wrong", "cannot tell", "no answer")


class Number(TypedDict):
    """An answer that is a number."""

    value: float


class Name(TypedDict):
    """An answer that is a name."""

    value: str


@dataclass(frozen=True)
class Result:
    """The result of one question with one choice of tools."""

    question: str
    tools: str
    model: str
    provider: str
    date: str
    truth: object
    value: object
    verdict: str
    calls: int
    cost: float | None
    tokens: int
    seconds: float

    @property
    def key(self) -> tuple[str, ...]:
        """The fields by which a result is not asked for again."""
        return self.question, self.tools, self.model, self.provider


def load_results(path: Path) -> list[Result]:
    """Return the results of earlier runs; a line that was cut off is asked for again."""
    results = []
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        try:
            results.append(Result(**json.loads(line)))
        except (ValueError, TypeError):
            continue
    return results


def ask_question(client: Client, question: EvaluationQuestion, tools: str) -> Result:
    """Ask one question and judge its answer.

    Raises
    ------
    ClaudeVisionError
        It was not answered; it can be asked again.
    """
    figure = question.draw()
    try:
        truth = figures.query(figure, question.query).value
        schema = Name if isinstance(truth, str) else Number
        start = time.perf_counter()
        answer = client.ask(question.text, {"chart": figure}, schema=schema, tools=tools, new=True)
        seconds = time.perf_counter() - start
        value = answer.data["value"] if answer.data else None
        verdict = judge_answer(figure, question, value)
    finally:
        plt.close("all")
    return Result(
        question.id,
        tools,
        answer.model,
        answer.provider,
        datetime.now(UTC).isoformat(timespec="seconds"),
        truth,
        value,
        verdict,
        len(answer.tool_calls),
        None if answer.cost is None else float(answer.cost),
        answer.usage.total_input + answer.usage.output,
        round(seconds, 2),
    )


def judge_answer(figure: object, question: EvaluationQuestion, value: object) -> str:
    """Return whether a value is what the figure shows, as far as its axes can be read."""
    if value is None:
        return "no answer"
    statement = {"statement": question.text, "query": question.query, "value": value}
    [claim] = figures.check(figure, [statement])
    return str(claim.verdict)


def render_report(results: Sequence[Result]) -> str:
    """Return the report as Markdown, a table for each model."""
    parts = ["# Answers with tools and without"]
    for model, provider in sorted({(result.model, result.provider) for result in results}):
        own = [r for r in results if (r.model, r.provider) == (model, provider)]
        days = sorted({result.date[:10] for result in own})
        who = "offline reader, which is not Claude" if provider == "offline" else model
        parts.append(f"## {who}\n\n{days[0]} to {days[-1]}, {provider}\n\n{render_table(own)}")
    return "\n\n".join(parts) + "\n"


def render_table(results: Iterable[Result]) -> str:
    """Return the table of one model: a row for each choice of tools."""
    by_tools: dict[str, list[Result]] = {}
    for result in results:
        by_tools.setdefault(result.tools, []).append(result)
    head = ["tools", *VERDICTS, "calls", "USD", "seconds (median)"]
    lines = [f"| {' | '.join(head)} |", f"| --- |{' ---: |' * (len(head) - 1)}"]
    for tools in filter(by_tools.get, TOOLS):
        own = by_tools[tools]
        counts = Counter(result.verdict for result in own)
        costs = [result.cost for result in own]
        known_costs = [cost for cost in costs if cost is not None]
        cells = [str(counts[verdict]) for verdict in VERDICTS]
        cells.append(str(sum(result.calls for result in own)))
        cells.append(f"{sum(known_costs):.2f}" if len(known_costs) == len(costs) else "not known")
        cells.append(f"{statistics.median(result.seconds for result in own):.1f}")
        lines.append(f"| {tools} | {' | '.join(cells)} |")
    return "\n".join(lines)


def run_evaluation(arguments: argparse.Namespace) -> int:
    """Ask what is not answered yet, write the report; return the number of failures."""
    settings = ClaudeVision(budget=arguments.budget, provider=arguments.provider)
    if arguments.model:
        settings.model = arguments.model
    results = load_results(arguments.results)
    answered = {result.key for result in results}
    failures = 0
    with Client(settings) as client, arguments.results.open("a", encoding="utf-8") as file:
        for question in select_questions(arguments.questions):
            for tools in arguments.tools.split(","):
                if (question.id, tools, settings.model, client.provider.platform.name) in answered:
                    continue
                try:
                    result = ask_question(client, question, tools)
                except BudgetError as error:
                    print(f"Stopped: {error}", file=sys.stderr)
                    return failures + 1
                except ClaudeVisionError as error:
                    failures += 1
                    print(f"{question.id} with {tools}: {error}", file=sys.stderr)
                    continue
                results.append(result)
                file.write(json.dumps(asdict(result), ensure_ascii=False) + "\n")
                file.flush()
                print(f"{question.id} with {tools}: {result.verdict}", file=sys.stderr)
    report = render_report(results)
    arguments.results.with_suffix(".md").write_text(report, "utf-8")
    print(report)
    return failures


def select_questions(names: str) -> list[EvaluationQuestion]:
    """Return the questions of a list of names: of questions (shares-1) or figures (shares)."""
    if names == "all":
        return QUESTIONS
    chosen = names.split(",")
    known = {q.id for q in QUESTIONS} | {q.id.partition("-")[0] for q in QUESTIONS}
    if unknown := [name for name in chosen if name not in known]:
        msg = f"There are no questions {', '.join(unknown)}. There are: {', '.join(sorted(known))}."
        raise SystemExit(msg)
    return [q for q in QUESTIONS if q.id in chosen or q.id.partition("-")[0] in chosen]


def parse_arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    """Return the arguments of the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--questions", default="all", help="all, or names: shares,tips-1")
    parser.add_argument("--tools", default=",".join(TOOLS), help="any of off,zoom,query,all")
    parser.add_argument("--model", default="", help="its id; by default the setting's")
    parser.add_argument("--provider", default="anthropic", choices=PROVIDERS)
    parser.add_argument("--budget", type=float, default=5.0, help="most USD of this run")
    parser.add_argument("--results", type=Path, default=Path("build/evaluation.jsonl"))
    arguments = parser.parse_args(words)
    if unknown := set(arguments.tools.split(",")) - set(TOOLS):
        parser.error(f"--tools takes any of {', '.join(TOOLS)}, not {', '.join(unknown)}")
    arguments.results.parent.mkdir(parents=True, exist_ok=True)
    return arguments


if __name__ == "__main__":
    sys.exit(1 if run_evaluation(parse_arguments()) else 0)
