"""Small models for the tests."""

HEAD = """<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/"
 name="test" namespace="urn:test" id="d">"""


def model(*parts: str, head: str = HEAD) -> bytes:
    return (head + "".join(parts) + "</definitions>").encode()


def input_data(name: str, type_ref: str = "") -> str:
    kind = f' typeRef="{type_ref}"' if type_ref else ""
    return f'<inputData id="in_{name}" name="{name}"><variable name="{name}"{kind}/></inputData>'


def requires(*ids: str) -> str:
    def one(target: str) -> str:
        tag = "requiredInput" if target.startswith("in_") else "requiredDecision"
        return f'<informationRequirement><{tag} href="#{target}"/></informationRequirement>'

    return "".join(map(one, ids))


def knows(*ids: str) -> str:
    return "".join(
        f'<knowledgeRequirement><requiredKnowledge href="#{target}"/></knowledgeRequirement>'
        for target in ids
    )


def decision(name: str, body: str, needs: str = "", type_ref: str = "") -> str:
    kind = f' typeRef="{type_ref}"' if type_ref else ""
    return f'<decision id="{name}" name="{name}"><variable name="{name}"{kind}/>{needs}{body}</decision>'


def literal(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return f"<literalExpression><text>{escaped}</text></literalExpression>"


def table(
    inputs: list[str],
    outputs: list[tuple[str, str]],
    rules: list[tuple[list[str], list[str]]],
    policy: str = "UNIQUE",
    aggregation: str = "",
) -> str:
    """``outputs`` pairs a name with listed values (or nothing)."""

    def text(value: str) -> str:
        return f"<text>{value.replace('<', '&lt;')}</text>"

    head = "".join(f"<input><inputExpression>{text(one)}</inputExpression></input>" for one in inputs)
    for name, listed in outputs:
        head += f'<output name="{name}">' + (f"<outputValues>{text(listed)}</outputValues>" if listed else "")
        head += "</output>"
    body = ""
    for number, (tests, values) in enumerate(rules, 1):
        body += f'<rule id="r{number}">' + "".join(f"<inputEntry>{text(one)}</inputEntry>" for one in tests)
        body += "".join(f"<outputEntry>{text(one)}</outputEntry>" for one in values) + "</rule>"
    extra = f' aggregation="{aggregation}"' if aggregation else ""
    return f'<decisionTable hitPolicy="{policy}"{extra}>{head}{body}</decisionTable>'
