"""The command ``claude-see``: questions about files, one or many, and alternative text."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import PromptError
from ..options import split_line_options
from .alt_command import alt_command
from .arguments import split_arguments
from .option_flags import add_flags, list_ask_options, list_run_options, typed_values
from .output import (
    INCOMPLETE,
    CommandClient,
    answer_to_json,
    exit_code_for,
    open_csv,
    print_json,
    print_json_lines,
    print_table,
)
from .settings_flags import add_settings_flags, exit_codes, load_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .arguments import Source

_ASK = "ask"


class _AskByDefault(click.Group):
    """A group whose words are a question where the first is no command's name."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own_flags = {flag for p in self.params for flag in (*p.opts, *p.secondary_opts)}
        is_own = not args or args[0] in self.commands or args[0] in {*own_flags, "--help"}
        return super().parse_args(ctx, args if is_own else [_ASK, *args])

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        formatter.write_usage("claude-see", "[OPTIONS] FILE... [PROMPT]")
        for command in ("many", "alt"):
            formatter.write_usage("claude-see", f"{command} [OPTIONS] FILE...", prefix=" " * 7)


@click.group(cls=_AskByDefault, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="jupyter-claude-vision", prog_name="claude-see")
def main() -> None:
    """Ask Claude about pictures, charts and PDFs.

    \b
    claude-see chart.png "What happens after 2020?"
    claude-see report.pdf --pages 3-5 "Which numbers differ from the table?"
    claude-see many "runs/*.png" "Does it converge?" --csv answers.csv
    claude-see alt notebook.ipynb paper.qmd --check

    The answer goes to standard output, everything about it to standard error. Exit codes: 0
    answered, 1 failed, 2 misused, 3 incomplete, 130 interrupted.
    """  # noqa: D301 - click keeps the lines after the character \b apart


@add_flags(list_ask_options())
@main.command(_ASK)
@click.argument("words", nargs=-1, metavar="FILE... [PROMPT]")
@click.option("--json", "as_json", is_flag=True, help="Write the answer as one JSON object.")
@add_settings_flags
def ask_command(
    words: tuple[str, ...],
    *,
    as_json: bool,
    provider: str | None,
    assignments: tuple[str, ...],
    **flags: Any,
) -> None:
    """Ask about files and addresses, which needs no command's name.

    The first word that is neither begins the prompt; - is a picture on standard input.
    """
    values = typed_values(flags)
    with exit_codes(debug="debug" in values):
        sources, prompt = split_arguments(words)
        line_options, options = split_line_options(values)
        if not sources:
            msg = "Name a picture, a PDF or an address: claude-see chart.png 'What is shown?'"
            raise PromptError(msg)
        with CommandClient(load_settings(provider, assignments), quiet=as_json) as client:
            attachments = client.find_named(sources)
            if line_options.dry_run:
                estimate = client.estimate_attachments(
                    prompt, attachments, options.ask, exact=line_options.exact
                )
                click.echo(str(estimate))
                return
            answer = client.ask_attachments(prompt, attachments, options.ask)
        if as_json:
            print_json(answer_to_json(answer))
    sys.exit(exit_code_for(answer))


@add_flags(list_run_options())
@main.command("many")
@click.argument("words", nargs=-1, required=True, metavar="FILE... [PROMPT]")
@click.option("--csv", "csv_path", metavar="FILE", help="Write one row for each picture.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object a line.")
@add_settings_flags
def many_command(
    words: tuple[str, ...],
    *,
    csv_path: str | None,
    as_json: bool,
    provider: str | None,
    assignments: tuple[str, ...],
    **flags: Any,
) -> None:
    """Ask one question about each of many files, many at once."""
    values = typed_values(flags)
    with exit_codes(debug="debug" in values):
        sources, prompt = split_arguments(words)
        line_options, options = split_line_options({"each": True, **values})
        if not sources:
            msg = "Name pictures, or a glob in quotes: claude-see many 'runs/*.png' 'What …?'"
            raise PromptError(msg)
        settings = load_settings(provider, assignments)
        with CommandClient(settings, quiet=as_json) as client:
            images = _images_of_run(client, sources)
            if line_options.dry_run:
                click.echo(client.estimate_run(images, prompt, options))
                return
            with open_csv(csv_path) as write_rows:
                answers = client.run_many(images, prompt, options)
                write_rows(answers)
            if as_json:
                print_json_lines(answers)
            elif csv_path is None:
                print_table(answers)
            click.echo(repr(answers)[1:-1], err=True)
            failures = answers.failed
    sys.exit(INCOMPLETE if failures else 0)


def _images_of_run(client: CommandClient, sources: Sequence[Source]) -> object:
    """Return what a run is about; a single folder stands for the pictures in it."""
    if len(sources) == 1 and Path(str(sources[0][1])).is_dir():
        return sources[0][1]
    return client.find_named(sources)


main.add_command(alt_command)
