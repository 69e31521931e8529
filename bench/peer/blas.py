"""Which linear algebra a peer stands on: with the reference library it would be ten times as slow, and no peer."""

import os


def name():
    """Raises ImportError where it is not OpenBLAS."""
    with open("/proc/self/maps") as maps:
        files = {os.path.realpath(line.split()[-1]) for line in maps if "blas" in line}
    if any("openblas" in file for file in files):
        return "OpenBLAS"
    raise ImportError(f"it stands on {', '.join(sorted(files)) or 'no BLAS'}, not on OpenBLAS")
