"""The page of the data interface, from the OpenAPI document that the server gives out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reference_pages.docstrings import inline, markdown
from tidegate.web.api.application import create_api
from tidegate.web.api.documentation import TAGS
from tidegate.web.briefings import Briefings

PAGE = "docs/reference/interface.md"
LEAD = """What `tidegate serve` answers beside the page. Values are in canonical units (billions, percent), dates
are `YYYY-MM-DD`, gaps are `null`; keys do not depend on the language. The same is shown at `/docs` of a running
server in either language, and `/openapi.json` is the document itself. How to use it is told in
[open the page and use its data interface](../howto/serve.md)."""
ERRORS = """Whatever goes wrong, the answer has one shape, in the language of the request:

```json
{"error": {"problems": ["a line for each problem"]}}
```"""
_LIMITS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {} of them",
    "maxItems": "at most {} of them",
    "pattern": "of the form `{}`",
}


def document() -> dict[str, Any]:
    """Return the OpenAPI document, without opening any data."""
    found: dict[str, Any] = create_api(Briefings()).openapi()
    return found


def pages(note: str) -> Iterator[tuple[str, str]]:
    """Yield the page: its path and its text."""
    yield PAGE, _page(document(), note)


def type_text(schema: dict[str, Any], *, linked: bool) -> str:
    """Return a JSON type in words; shapes are linked to where they are described."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[`{name}`](#shape-{name})" if linked else name
    if "anyOf" in schema:
        return " or ".join(type_text(each, linked=linked) for each in schema["anyOf"])
    if "enum" in schema or "const" in schema:
        return " or ".join(f'`"{value}"`' for value in schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        return f"array of {type_text(schema.get('items', {}), linked=linked)}"
    if schema.get("format") == "date":
        return "date"
    if isinstance(schema.get("additionalProperties"), dict):
        return f"object of {type_text(schema['additionalProperties'], linked=linked)}"
    return str(schema.get("type", "anything"))


def limits(schema: dict[str, Any]) -> Iterator[str]:
    """Yield the limits of a value, in words."""
    for name, words in _LIMITS.items():
        if name in schema:
            yield words.format(schema[name])
    for each in schema.get("anyOf", ()):
        yield from limits(each)


def _page(found: dict[str, Any], note: str) -> str:
    pieces = ["# Data interface", note, inline(found["info"]["description"]), LEAD]
    operations = [
        (method.upper(), path, told)
        for path, methods in found["paths"].items()
        for method, told in methods.items()
    ]
    rows = [
        f"| [`{method} {path}`](#{told['operationId']}) | {_cell(told['summary'])} |"
        for tag in TAGS
        for method, path, told in operations
        if told["tags"][0] == tag
    ]
    pieces.append("\n".join(["| address | what it gives |", "|---|---|", *rows]))
    pieces += ["## Errors", ERRORS]
    for tag, title in TAGS.items():
        pieces.append(f"## {title}")
        for method, path, told in operations:
            if told["tags"][0] == tag:
                pieces += _operation(method, path, told)
    pieces += ["## Shapes", "Every field is always there unless it has a default."]
    for name, schema in found["components"]["schemas"].items():
        pieces += _shape(name, schema)
    return "\n\n".join(piece for piece in pieces if piece) + "\n"


def _operation(method: str, path: str, told: dict[str, Any]) -> Iterator[str]:
    yield f'<a id="{told["operationId"]}"></a>'
    yield f"### `{method} {path}`"
    yield f"**{inline(told['summary'])}.** {markdown(told.get('description', ''))}"
    rows = []
    for parameter in told.get("parameters", ()):
        schema = parameter["schema"]
        kind = ", ".join([type_text(_given(schema), linked=False), *limits(schema)])
        default = "required" if parameter["required"] else _default(schema)
        text = _cell(parameter.get("description", ""))
        rows.append(f"| `{parameter['name']}` ({parameter['in']}) | {_cell(kind)} | {default} | {text} |")
    if rows:
        yield "\n".join(["| parameter | type | default | meaning |", "|---|---|---|---|", *rows])
    answers = ["| status | answer |", "|---|---|"]
    for status, response in sorted(told["responses"].items()):
        answers.append(f"| {status} | {_answer(response)} |")
    yield "\n".join(answers)


def _given(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the type of a parameter that is given: one that may be left out is not null."""
    kinds = [each for each in schema.get("anyOf", ()) if each.get("type") != "null"]
    return kinds[0] if len(kinds) == 1 else schema


def _default(schema: dict[str, Any]) -> str:
    value = schema.get("default")
    return "" if value is None else f"`{value}`"


def _answer(response: dict[str, Any]) -> str:
    content = response.get("content", {})
    kind = next(iter(content), "")
    shape = content.get(kind, {}).get("schema", {})
    said = type_text(shape, linked=True) if "$ref" in shape else f"`{kind}`"
    text = response["description"]
    return said if text == "Successful Response" else f"{said}: {_cell(text)}"


def _shape(name: str, schema: dict[str, Any]) -> Iterator[str]:
    yield f'<a id="shape-{name}"></a>'
    yield f"### `{name}`"
    yield markdown(schema.get("description", ""))
    required = schema.get("required", ())
    rows = []
    for field, told in schema.get("properties", {}).items():
        kind = ", ".join([type_text(told, linked=True), *limits(told)])
        more = [_cell(told["description"])] if "description" in told else []
        if field not in required:
            more.append(f"default: `{'null' if told.get('default') is None else told['default']}`")
        rows.append(f"| `{field}` | {kind} | {'; '.join(more)} |")
    if rows:
        yield "\n".join(["| field | type | remarks |", "|---|---|---|", *rows])


def _cell(text: str) -> str:
    return inline(" ".join(text.split())).replace("|", r"\|")
