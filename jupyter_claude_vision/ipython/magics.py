"""``%claude_see``, ``%%claude_see``, ``%claude_files`` and ``%claude_usage``.

The magics hold no logic: they parse a line, ask the session and show the result.
"""

from __future__ import annotations

from functools import partial
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

    from ..inputs.attachment import Attachment
    from ..options import AskOptions, LineOptions, RunOptions
    from .session import Session
    from .shell_host import Host


_LIST_TASKS: Final = frozenset({"--task?", "--task ?", "--task"})


def _declare_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Declare the options for the help; the line itself is read by `line.parser`."""
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
    @_declare_options
    @argument("words", nargs="*", help="What to look at, then the prompt.")
    def claude_see(
        self, line: str, cell: str | None = None, local_ns: Mapping[str, Any] | None = None
    ) -> object:
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

            %claude_see @ What went wrong?               the output above; @7 is that of In[7]
            %claude_see fig --widget                     a panel, to point at parts of it

            %%claude_see fig photo.jpg --method files -o answer
            The prompt, over as many lines as you like.

        Claude can look at matplotlib figures, Axes and the results of plotting functions,
        plotly and Altair charts, PIL images, arrays, bytes, any object that displays itself as
        an image; PDFs, paths and globs, http(s) and data URLs, and the ids of uploaded files.

        The leading words are attachments: expressions over your variables (``axes[0]``,
        ``before=fig1``), files, URLs. The first word that is not an attachment begins the
        prompt, as does ``--``. A leading word that names one of your variables is sent or is an
        error; the name of a number, a date, plain text, a function or a module is a word like
        any other. The prompt is sent as you type it; only ``{{name}}`` is replaced, by that
        variable's text.

        Above the answer you see the picture that was sent, with its size, its tokens and its
        delivery method; below it, the cost. Settings: ``%config ClaudeVision``.
        """
        from ..chat.question_builder import check_to_cell, select_output
        from .alt_text import render_alt_cell
        from .chart_fix import ask_for_fix, build_fix_question
        from .line.name_resolution import NameResolver
        from .line.parser import insert_variables, parse_line

        if line.strip() in _LIST_TASKS:
            self._show_tasks()
            return None
        session = self.session
        with session.readable_errors(debug="--debug" in line.split()), self.host.outputs_paused():
            # In a function its local variables count, as they do in an expression there.
            variables = {**session.shell.user_ns, **(local_ns or {})}
            is_run = "--each" in line.split()
            resolver = NameResolver(variables, session.input_options(), is_run=is_run)
            parsed_line = parse_line(line, cell, resolver.resolve_word)
            values = resolver.evaluate_options(parsed_line.options)
            line_options, options = split_line_options(values)
            prompt = insert_variables(parsed_line.prompt, variables)
            attachments: Sequence[Attachment] = parsed_line.attachments
            if not (attachments or parsed_line.is_literal):
                attachments = resolver.resolve_prompt(parsed_line.prompt)
            if line_options.to_cell:
                check_to_cell(session.settings, prompt, options.ask)
            if line_options.fix and line_options.dry_run:
                question = build_fix_question(session.shell, prompt, attachments, options.ask)
                prompt, attachments = question.prompt, question.attachments
            if line_options.each or line_options.dry_run or line_options.widget:
                result = self._act_on_line(prompt, attachments, line_options, options)
            else:
                ask = partial(ask_for_fix, session) if line_options.fix else session.ask_attachments
                result = ask(prompt, attachments, options.ask)
                if line_options.to_cell:
                    session.shell.set_next_input(render_alt_cell(result))
                if line_options.output:
                    result = select_output(result, options.ask, line_options.output)
        if not line_options.output:
            return result
        if not line_options.dry_run:
            session.shell.user_ns[line_options.output] = result
        return None

    @line_magic
    @magic_arguments()
    @argument(
        "--delete",
        metavar="ID",
        help="Delete this file, or 'all' of them, at the provider and from the list.",
    )
    def claude_files(self, line: str) -> None:
        """List the files that this kernel has uploaded, or delete them.

        Uploads expire by themselves (``%config ClaudeVision.expires``, in hours) and are
        deleted when the kernel ends.
        """
        file_id = parse_argstring(self.claude_files, line).delete
        with self.session.readable_errors(message="Stopped: %claude_files lists what is left."):
            if file_id == "all":
                count = self.session.files.delete_all()
                print(f"Deleted {count} {'file' if count == 1 else 'files'}.")
            elif file_id:
                self.session.delete_file(file_id)
                print(f"Deleted {file_id}.")
            else:
                self._list_files()

    @line_magic
    def claude_usage(self, line: str) -> None:
        """Show this kernel's requests so far, with their tokens and cost, and its uploads."""
        del line
        from .summary_tables import usage_table

        self.session.shell.display_pub.publish(
            data=usage_table(self.session.ledger, self.session.files, self.session.answer_cache)
        )

    def _act_on_line(
        self,
        prompt: str,
        attachments: Sequence[Attachment],
        line_options: LineOptions,
        options: RunOptions,
    ) -> object:
        """Ask about many pictures, estimate, or open a panel; return the result, if any."""
        if line_options.each:
            return self._ask_each(prompt, attachments, options, dry_run=line_options.dry_run)
        if line_options.dry_run:
            self._show_estimate(prompt, attachments, options.ask, exact=line_options.exact)
            return None
        return self.host.open_panel(attachments, prompt, options.ask)

    def _ask_each(
        self,
        prompt: str,
        attachments: Sequence[Attachment],
        options: RunOptions,
        *,
        dry_run: bool,
    ) -> object:
        if not attachments:
            msg = "There is nothing to look at: name pictures, a folder's files, or a list first."
            raise PromptError(msg)
        if dry_run:
            print(self.session.estimate_run(attachments, prompt, options))
            return None
        return self.session.run_many(attachments, prompt, options)

    def _show_tasks(self) -> None:
        from .summary_tables import tasks_table

        self.session.shell.display_pub.publish(data=tasks_table(self.session.settings))

    def _show_estimate(
        self,
        prompt: str,
        attachments: Sequence[Attachment],
        options: AskOptions,
        *,
        exact: bool,
    ) -> None:
        from .summary_tables import estimate_table

        estimate = self.session.estimate_attachments(prompt, attachments, options, exact=exact)
        self.session.shell.display_pub.publish(data=estimate_table(estimate))

    def _list_files(self) -> None:
        from .summary_tables import files_table

        if not self.session.files:
            print("This kernel has no uploaded files.")
            return
        self.session.shell.display_pub.publish(
            data=files_table(self.session.files, self.session.answer_cache)
        )
