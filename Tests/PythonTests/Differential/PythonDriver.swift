/// The Python side: evaluates fragments (one JSON object a line) and prints one outcome a line.
let pythonDriver = #"""
    import __future__, copy, json, os, select, signal, struct, sys, types, datetime, uuid


    class Skip(Exception):
        pass


    class Box(dict):
        """The data of a task, whose entries are attributes too."""

        def copy(self):
            return Box(self)

        def __getattr__(self, name):
            try:
                return self[name]
            except KeyError:
                raise AttributeError(f"'dict' object has no attribute '{name}'") from None

        def __setattr__(self, name, value):
            self[name] = value

        def __delattr__(self, name):
            getattr(self, name)
            del self[name]


    # Messages are to name the type as those about a plain dictionary do.
    Box.__name__ = Box.__qualname__ = "dict"
    Box.__module__ = "builtins"


    def canonical(value, depth=0):
        if depth > 200:
            raise Skip
        if value is None:
            return "null"
        if value is True:
            return "true"
        if value is False:
            return "false"
        if isinstance(value, int):
            if not -(2**63) <= value < 2**63:
                raise OverflowError("beyond 64 bits")
            return str(value)
        if isinstance(value, float):
            return "fnan" if value != value else "f%x" % struct.unpack(">Q", struct.pack(">d", value))
        if isinstance(value, str):
            return '"' + " ".join("%x" % ord(c) for c in value) + '"'
        if isinstance(value, (list, tuple)):
            return "[" + ",".join(canonical(item, depth + 1) for item in value if not is_code(item)) + "]"
        if isinstance(value, dict):
            entries = {}
            for key, item in value.items():
                if not is_code(item):
                    entries[key_text(key)] = canonical(item, depth + 1)
            return "{" + ",".join(canonical(key) + ":" + item for key, item in entries.items()) + "}"
        if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
            return canonical(value.isoformat())
        if isinstance(value, datetime.timedelta):
            return canonical(str(value))
        if isinstance(value, (set, frozenset)) and len(value) < 2:
            return canonical(list(value), depth)
        raise Skip


    def is_code(value):
        return callable(value) or isinstance(value, types.ModuleType)


    def key_text(key):
        if isinstance(key, str):
            return key
        if key is None or isinstance(key, (bool, int, float)):
            if isinstance(key, int) and not -(2**63) <= key < 2**63:
                raise OverflowError("beyond 64 bits")
            return json.loads(json.dumps({key: 0}).split(":")[0][1:])
        raise Skip if isinstance(key, (datetime.date, datetime.time)) else TypeError("key")


    def on_alarm(signum, frame):
        raise Skip


    def plain_sum(iterable, /, start=0):
        # From 3.12 on the builtin compensates; the subset adds as 3.11 did.
        iterable = iter(iterable)
        if isinstance(start, str):
            raise TypeError("sum() can't sum strings [use ''.join(seq) instead]")
        for item in iterable:
            start = start + item
        return start


    def outcome(kind, source, variables):
        scope = copy.deepcopy(variables)
        if sys.version_info >= (3, 12):
            scope["sum"] = plain_sum
        try:
            signal.setitimer(signal.ITIMER_REAL, 2)
            try:
                if kind == "expression":
                    return canonical(eval(source, scope))
                # Annotations mean nothing here, not even that they are evaluated.
                flags = __future__.annotations.compiler_flag
                exec(compile(source, "<string>", "exec", flags, True), scope)
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
            del scope["__builtins__"]
            scope.pop("__annotations__", None)
            return canonical({key: value for key, value in scope.items() if not is_code(value)})
        except Skip:
            return "?"
        except (SyntaxError, MemoryError) as error:
            return "!SyntaxError\t" + str(error).replace("\n", " ")
        except Exception as error:
            text = str(error) if not isinstance(error, UnicodeError) else ""
            return "!" + type(error).__name__ + "\t" + text.replace("\n", "\\n").replace("\r", "\\r")


    def answers(lines, variables, first, pipe):
        """In a process of its own: an outcome for each line from `first` on."""
        import warnings

        warnings.simplefilter("ignore")
        if hasattr(sys, "set_int_max_str_digits"):
            sys.set_int_max_str_digits(0)
        sys.stdout = open("/dev/null", "w")
        signal.signal(signal.SIGALRM, on_alarm)
        with os.fdopen(pipe, "wb") as results:
            for line in lines[first:]:
                fragment = json.loads(line)
                text = outcome(fragment["kind"], fragment["source"], variables)
                results.write(text.encode("utf-8", "backslashreplace") + b"\n")
                results.flush()


    def main():
        with open(sys.argv[1], encoding="utf-8") as file:
            lines = file.read().splitlines()
        variables = dict(json.loads(lines.pop(0), object_hook=Box))
        done = 0
        with open(sys.argv[2], "wb") as results:
            results.write(b"%d.%d\n" % sys.version_info[:2])
            while done < len(lines):
                reading, writing = os.pipe()
                child = os.fork()
                if child == 0:
                    os.close(reading)
                    answers(lines, variables, done, writing)
                    os._exit(0)
                os.close(writing)
                while done < len(lines) and select.select([reading], [], [], 10)[0]:
                    data = os.read(reading, 1 << 16)
                    if not data:
                        break
                    done += data.count(b"\n")
                    results.write(data)
                else:
                    if done < len(lines):
                        # What no alarm interrupts: one huge power, say.
                        os.kill(child, signal.SIGKILL)
                        results.write(b"?\n")
                        done += 1
                    os.waitpid(child, 0)
                    os.close(reading)
                    continue
                os.close(reading)
                if os.waitpid(child, 0)[1] != 0:
                    results.write(b"?\n")
                    done += 1


    main()
    """#
