/// The Python side: evaluates fragments (one JSON object a line) and prints one outcome a line.
let pythonDriver = #"""
    import copy, json, signal, struct, sys, types, datetime, uuid


    class Skip(Exception):
        pass


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
                exec(source, scope)
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
            del scope["__builtins__"]
            return canonical({key: value for key, value in scope.items() if not is_code(value)})
        except Skip:
            return "?"
        except (SyntaxError, MemoryError) as error:
            return "!SyntaxError\t" + str(error).replace("\n", " ")
        except Exception as error:
            text = str(error) if not isinstance(error, UnicodeError) else ""
            return "!" + type(error).__name__ + "\t" + text.replace("\n", "\\n").replace("\r", "\\r")


    def main():
        import warnings

        warnings.simplefilter("ignore")
        sys.set_int_max_str_digits(0) if hasattr(sys, "set_int_max_str_digits") else None
        import resource

        # What no alarm interrupts (one huge multiplication) ends the process instead of hanging.
        resource.setrlimit(resource.RLIMIT_CPU, (600, 600))
        sys.stdout = open("/dev/null", "w")
        signal.signal(signal.SIGALRM, on_alarm)
        with open(sys.argv[1], encoding="utf-8") as lines, open(sys.argv[2], "w", encoding="utf-8") as results:
            variables = json.loads(next(lines))
            for line in lines:
                fragment = json.loads(line)
                text = outcome(fragment["kind"], fragment["source"], variables)
                results.write(text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n")


    main()
    """#
