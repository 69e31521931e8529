"""The peer's side of a comparison: one question a line on standard input, one answer a line on standard output.

Arguments: the bench, the number of threads, a folder for data that both sides read. The threads of the libraries'
own linear algebra are set by environment variables, before Python starts.
"""

import importlib
import json
import resource
import sys
import time


def timed(call, seconds):
    """Median time of calls that together take at least `seconds`; what the last one returned."""
    times = []
    value = None
    while not times or sum(times) < seconds:
        since = time.perf_counter()
        value = call()
        times.append(time.perf_counter() - since)
    times.sort()
    return {
        "ms": 1000 * times[len(times) // 2],
        "calls": len(times),
        "value": value,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000,
    }


def main():
    name, threads, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    try:
        bench = importlib.import_module(name)
        about = bench.start(threads)
    except ImportError as error:
        print(json.dumps({"absent": str(error)}), flush=True)
        return
    print(json.dumps({"about": about}), flush=True)
    prepared = {}
    for line in sys.stdin:
        question = json.loads(line)
        seconds = question.pop("seconds")
        key = json.dumps(question, sort_keys=True)
        if key not in prepared:
            prepared.clear()
            prepared[key] = bench.prepare(question, folder)
            if prepared[key] is not None and (name != "parity" or question["case"] == "matmul"):
                prepared[key]()
        call = prepared[key]
        answer = {"ms": 0, "calls": 0, "skipped": "not known to the peer"} if call is None else timed(call, seconds)
        print(json.dumps(answer), flush=True)


main()
