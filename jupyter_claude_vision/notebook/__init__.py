"""The faces: magics, display, functions."""
