"""Files, URLs and foreign bytes, read within bounds on time and memory.

In: paths, URLs and bytes. Out: recognized, bounded bytes and open pictures.
Read first: `boundary`, then `file_types`.
"""
