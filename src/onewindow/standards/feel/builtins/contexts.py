"""Context functions (DMN 1.5 table 81)."""

from ..reasons import WRONG_ARGUMENT
from ..run import ITEM, Run
from ..values import Value, kind_of
from .registry import builtin


@builtin("get value(m: context, key: string)")
def get_value(run: Run, entries: dict[str, Value], key: str) -> Value:
    return entries.get(key)


@builtin("get entries(m: context)")
def get_entries(run: Run, entries: dict[str, Value]) -> Value:
    run.tick(len(entries))
    run.grow(4 * ITEM * len(entries))
    return [{"key": key, "value": value} for key, value in entries.items()]


@builtin("context(entries: list)")
def context(run: Run, entries: list[Value]) -> Value:
    made: dict[str, Value] = {}
    run.grow(ITEM * len(entries))
    for entry in entries:
        if kind_of(entry) is not dict or "value" not in entry or type(entry.get("key")) is not str:
            return run.note(WRONG_ARGUMENT, name="context", value="an entry without key and value")
        if entry["key"] in made:
            return run.note(WRONG_ARGUMENT, name="context", value=f"the key {entry['key']} twice")
        made[entry["key"]] = entry["value"]
    return made


@builtin("context put(context: context, key: string, value: Any?)")
def context_put(run: Run, entries: dict[str, Value], key: str, value: Value) -> Value:
    run.tick(len(entries))
    run.grow(ITEM * (len(entries) + 1))
    return {**entries, key: value}


@builtin("context put(context: context, keys: list, value: Any?)")
def context_put_deep(run: Run, entries: dict[str, Value], keys: list[Value], value: Value) -> Value:
    if not keys or not all(type(key) is str for key in keys):
        return run.note(WRONG_ARGUMENT, name="context put", value="keys that are no text")
    way: list[Value] = [entries]
    for key in keys[:-1]:
        inner = way[-1].get(key)
        if kind_of(inner) is not dict:
            return run.note(
                WRONG_ARGUMENT, name="context put", value=f"the key {key}, which holds no context"
            )
        way.append(inner)
    for key, level in zip(reversed(keys), reversed(way), strict=True):
        value = context_put(run, level, key, value)
    return value


@builtin("context merge(contexts: list)")
def context_merge(run: Run, contexts: list[Value]) -> Value:
    made: dict[str, Value] = {}
    for entries in contexts:
        if kind_of(entries) is not dict:
            return run.note(WRONG_ARGUMENT, name="context merge", value="something else than contexts")
        run.tick(len(entries))
        run.grow(ITEM * len(entries))
        made.update(entries)
    return made
