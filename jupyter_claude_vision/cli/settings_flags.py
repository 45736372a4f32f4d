"""Flags that set settings, and exit codes for errors: what all commands have."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING, Any

import click
from traitlets import TraitError

from ..errors import ClaudeVisionError, Stopped
from ..platforms import PROVIDERS
from ..settings import ClaudeVision
from .output import INTERRUPTED, exit_code_of, print_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


def add_settings_flags(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the flags of settings, which every command has, and make settings of them."""
    decorators = (
        click.option(
            "--provider",
            type=click.Choice(PROVIDERS),
            help="Who answers; offline is an embedded reader that is not Claude.",
        ),
        click.option(
            "--setting",
            "assignments",
            metavar="NAME=VALUE",
            multiple=True,
            help="Any setting of %config ClaudeVision, such as budget=2; can be repeated.",
        ),
    )
    for decorate in decorators:
        command = decorate(command)
    return command


def load_settings(provider: str | None, assignments: Sequence[str]) -> ClaudeVision:
    """Return the environment's settings with those of the flags.

    Raises
    ------
    click.BadParameter
        There is no such setting, or it cannot have the value.
    """
    settings = ClaudeVision()
    if provider is not None:
        settings.provider = provider
    names = settings.trait_names(config=True)
    for assignment in assignments:
        name, equals, text = assignment.partition("=")
        if not equals or name not in names:
            msg = f"--setting takes NAME=VALUE of {', '.join(sorted(names))}, not {assignment!r}."
            raise click.BadParameter(msg)
        try:
            setattr(settings, name, settings.traits()[name].from_string(text))
        except (TraitError, ValueError) as error:
            msg = f"--setting {assignment}: {error}"
            raise click.BadParameter(msg) from error
    return settings


@contextlib.contextmanager
def exit_codes(*, debug: bool) -> Iterator[None]:
    """Turn errors into one line and an exit code; `debug` shows the whole traceback."""
    try:
        yield
    except ClaudeVisionError as error:
        if debug:
            raise
        print_error(error)
        sys.exit(exit_code_of(error))
    except Stopped as error:
        print_error(error)
        sys.exit(INTERRUPTED)
    except KeyboardInterrupt:
        click.echo("claude-see: Stopped.", err=True)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # The reader, such as `head`, has closed; Python would complain once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
