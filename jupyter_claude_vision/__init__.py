"""Point at anything you can see in a notebook and get Claude's answer under it."""

__version__ = "0.1.0.dev0"
