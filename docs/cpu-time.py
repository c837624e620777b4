#!/usr/bin/env python3
"""Runs a command, and prints the CPU seconds of the command and of the processes that it leaves, until all have ended.

  docs/cpu-time.py java -Xmx256m -jar atelier-service/target/atelier-service.jar import config.yml DIR

The second number is PostgreSQL's, if the command starts the built-in one. Linux only.
"""
import ctypes
import os
import sys
import time

PR_SET_CHILD_SUBREAPER = 36

ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
start = time.monotonic()
command = os.spawnvp(os.P_NOWAIT, sys.argv[1], sys.argv[1:])
own = others = 0.0
while True:
    try:
        process, _, usage = os.wait4(-1, 0)
    except ChildProcessError:
        break
    if process == command:
        own = usage.ru_utime + usage.ru_stime
    else:
        others += usage.ru_utime + usage.ru_stime
print(f"CPU seconds: {own:.2f}, and {others:.2f} of its processes; {time.monotonic() - start:.2f} s", file=sys.stderr)
