"""An embedded stand-in for the API that says that it is not Claude."""
