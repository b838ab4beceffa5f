"""A wall clock that can be moved under a running process."""
import mmap
import pathlib
import shutil
import struct
import subprocess


class ShiftedClock:
    """`environment` is what a process needs to have this clock; without a C compiler there is none, and no jump."""

    def __init__(self, folder):
        self.library, offset = pathlib.Path(folder) / "clock.so", pathlib.Path(folder) / "clock.offset"
        self.environment = {}
        source = pathlib.Path(__file__).with_name("clock.c")
        compiler = next(filter(None, map(shutil.which, ("cc", "clang", "gcc"))), None)
        offset.write_bytes(bytes(8))
        with open(offset, "r+b") as file:
            self.page = mmap.mmap(file.fileno(), 8)
        if compiler and subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", self.library, source]).returncode == 0:
            self.environment = {"LD_PRELOAD": str(self.library), "CLOCK_OFFSET": str(offset)}

    def shift(self, seconds):
        """From now on it is off by so much."""
        self.page[:] = struct.pack("=q", seconds)
