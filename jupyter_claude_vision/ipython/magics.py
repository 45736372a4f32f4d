"""``%claude_see``, ``%%claude_see`` and ``%claude_files``: thin faces over the session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from IPython.core.magic import (
    Magics,
    line_cell_magic,
    line_magic,
    magics_class,
    needs_local_scope,
    no_var_expand,
)
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring

from ..errors import PromptError
from ..options.line_options import LINE_OPTIONS, split_line_options

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ..answers.answer import Answer
    from ..bulk.results.results import Answers
    from ..inputs.attachment import Attachment
    from ..options import AskOptions, LineOptions, RunOptions
    from ..panel.widget import ClaudeSee
    from .session import Session
    from .shell_host import Host


_LIST_TASKS: Final = frozenset({"--task?", "--task ?", "--task"})


def _with_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Declare the options for the help; the line itself is read by `arguments`."""
    for option in reversed([option for option in LINE_OPTIONS.values() if option.flags]):
        details: dict[str, Any] = {"help": option.help, "dest": option.name}
        if option.metavar:
            details |= {"metavar": "|".join(option.values) or option.metavar}
        else:
            details |= {"action": "store_true"}
        function = argument(*option.flags, **details)(function)
    return function


@magics_class
class ClaudeVisionMagics(Magics):
    """The magics of one shell.

    Parameters
    ----------
    host : Host
    """

    def __init__(self, host: Host) -> None:
        super().__init__(host.shell)
        self.host = host

    @property
    def session(self) -> Session:
        """The shell's session."""
        return self.host.session

    @no_var_expand
    @needs_local_scope
    @line_cell_magic
    @magic_arguments()
    @_with_options
    @argument("words", nargs="*", help="What to look at, then the prompt.")
    def claude_see(
        self, line: str, cell: str | None = None, local_ns: Mapping[str, Any] | None = None
    ) -> Answer | Answers | ClaudeSee | None:
        """Point at anything you can see and get Claude's answer under it.

        ::

            %claude_see fig                              explain this chart
            %claude_see fig What happens after 2020?     attachments first, then the prompt
            %claude_see before=fig1 after=fig2 What changed?
            %claude_see runs/*.png Which run diverges?
            %claude_see And which month is worst?        the conversation goes on
            answer = %claude_see fig                     the answer is an object, too
            %claude_see fig --boxes Where is the peak?   marked on the picture, and in its data
            %claude_see report.pdf --pages 3-5 What does figure 2 show?
            %claude_see runs/*.png --each Does it converge?   one question for each
            %claude_see fig --task critique              a ready-made prompt; --task? lists them

            %claude_see fig --widget                     a panel, to point at parts of it

            %%claude_see fig photo.jpg --method files -o answer
            The prompt, over as many lines as you like.

        What can be looked at: matplotlib figures, Axes and what plotting functions return,
        plotly and Altair charts, PIL images, arrays, bytes, whatever shows itself as an image;
        PDFs, paths and globs, http(s) and data URLs, and the ids of uploaded files.

        Leading words are attachments for as long as each one is: an expression over your
        variables (``axes[0]``, ``before=fig1``), a file, a URL. The first word that is none
        begins the prompt; ``--`` begins it by force. A leading word that is one of your
        variables is sent or is an error; the name of a number, a date, plain text, a function
        or a module is a word like any other. The prompt is sent as you type it; only
        ``{{name}}`` is replaced, by that variable's text.

        Above the answer stands the picture that was sent, with its size, its tokens and how it
        travelled; below it, what it cost. Settings: ``%config ClaudeVision``.
        """
        from ..chat.question_builder import check_to_cell, select_output
        from .alt_text import cell_with
        from .line.name_resolution import Names
        from .line.parser import insert_variables, parse

        if line.strip() in _LIST_TASKS:
            self._show_tasks()
            return None
        with self.session.readable_errors(debug="--debug" in line.split()):
            # In a function its own names count, as they do in an expression there.
            variables = {**self.session.shell.user_ns, **(local_ns or {})}
            each = "--each" in line.split()
            names = Names(variables, self.session.input_options(), each=each)
            arguments = parse(line, cell, names.resolve)
            line_options, run = split_line_options(names.evaluated(arguments.options))
            prompt = insert_variables(arguments.prompt, variables)
            attachments, options = arguments.attachments, run.ask
            if line_options.each:
                return self._see_each(prompt, attachments, line_options, run)
            if line_options.to_cell:
                check_to_cell(self.session.settings, prompt, options)
            if line_options.dry_run:
                self._show_estimate(prompt, attachments, options, exact=line_options.exact)
                return None
            result: Answer | ClaudeSee
            value: object
            output = line_options.output
            if line_options.widget:
                value = result = self._open_panel(prompt, attachments, options)
            else:
                value = result = self.session.ask_attachments(prompt, attachments, options)
                if line_options.to_cell:
                    self.session.shell.set_next_input(cell_with(result))
                if output:
                    value = select_output(result, options, output)
            if output:
                self.session.shell.user_ns[output] = value
                return None
        return result

    @line_magic
    @magic_arguments()
    @argument(
        "--delete",
        metavar="ID",
        help="Delete this file, or 'all' of them, at the provider and from the list.",
    )
    def claude_files(self, line: str) -> None:
        """List what this kernel has uploaded, or delete it.

        Uploads expire by themselves (``%config ClaudeVision.expires``, in hours) and are
        deleted when the kernel ends.
        """
        wanted = parse_argstring(self.claude_files, line).delete
        with self.session.readable_errors(stopped="Stopped: %claude_files lists what is left."):
            if wanted == "all":
                gone = self.session.files.delete_all()
                print(f"Deleted {gone} {'file' if gone == 1 else 'files'}.")
            elif wanted:
                self.session.delete_file(wanted)
                print(f"Deleted {wanted}.")
            else:
                self._list_files()

    @line_magic
    def claude_usage(self, line: str) -> None:
        """Show what this kernel has asked so far: requests, tokens, price, and uploads."""
        del line
        from .tables import usage_table

        self.session.shell.display_pub.publish(
            data=usage_table(self.session.ledger, self.session.files, self.session.answer_cache)
        )

    def _see_each(
        self,
        prompt: str,
        attachments: Sequence[Attachment],
        line_options: LineOptions,
        options: RunOptions,
    ) -> Answers | None:
        from ..bulk.planning import ask_many, cost_of_many

        if not attachments:
            msg = "There is nothing to look at: name pictures, a folder's files, or a list first."
            raise PromptError(msg)
        if line_options.dry_run:
            print(cost_of_many(self.session, attachments, prompt, options))
            return None
        answers = ask_many(self.session, attachments, prompt, options)
        if line_options.output:
            self.session.shell.user_ns[line_options.output] = answers
            return None
        return answers

    def _show_tasks(self) -> None:
        from .tables import tasks_table

        self.session.shell.display_pub.publish(data=tasks_table(self.session.settings))

    def _open_panel(
        self, prompt: str, attachments: Sequence[Attachment], options: AskOptions
    ) -> ClaudeSee:
        from ..panel.widget import ClaudeSee

        return ClaudeSee.begin(attachments, prompt, options)

    def _show_estimate(
        self,
        prompt: str,
        attachments: Sequence[Attachment],
        options: AskOptions,
        *,
        exact: bool,
    ) -> None:
        from .tables import estimate_table

        estimate = self.session.estimate_attachments(prompt, attachments, options, exact=exact)
        self.session.shell.display_pub.publish(data=estimate_table(estimate))

    def _list_files(self) -> None:
        from .tables import files_table

        if not self.session.files:
            print("This kernel has no uploaded files.")
            return
        self.session.shell.display_pub.publish(
            data=files_table(self.session.files, self.session.answer_cache)
        )
