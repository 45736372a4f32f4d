"""Options: each is declared once.

In: keywords, or the values of a typed line. Out: frozen, valid `AskOptions`, `RunOptions` and
`LineOptions`. The magic's help, Tab, the signatures of `see`, `see_many`, `Answer.ask` and
`ClaudeSee`, and the documentation's table come from the declarations.
Read first: `ask_options`; an option's declaration is explained in `declaration`.
"""

from .ask_options import ASK_OPTIONS as ASK_OPTIONS
from .ask_options import AskKeywords as AskKeywords
from .ask_options import AskOptions as AskOptions
from .ask_options import Box as Box
from .ask_options import Channels as Channels
from .ask_options import SeeKeywords as SeeKeywords
from .ask_options import build_ask_options as build_ask_options
from .ask_options import changed_options as changed_options
from .line_options import LineOptions as LineOptions
from .line_options import split_line_options as split_line_options
from .run_options import RunKeywords as RunKeywords
from .run_options import RunOptions as RunOptions
from .run_options import build_run_options as build_run_options
from .signatures import accept_options as accept_options
from .validators import background_color as background_color
from .validators import check_prompt as check_prompt
