"""Link events drawn as sequence flows, for a library that drops them."""


def drawn(tree):
    """The tree with every link block drawn."""
    if isinstance(tree, list):
        return [drawn(one) for one in tree]
    if not isinstance(tree, dict):
        return tree
    changed = {name: drawn(value) for name, value in tree.items()}
    if changed.get("kind") == "link":
        changed["drawn"] = True
    return changed
