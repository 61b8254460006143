"""One way to fail: ``{"error": {"problems": [...]}}`` in the reader's language, whatever went wrong."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.datastructures import Headers, QueryParams
from starlette.exceptions import HTTPException
from starlette.types import Scope

from tidegate.complaints import place, value_problems
from tidegate.errors import DataError, IdentityError, InputError, TidegateError, UnknownName
from tidegate.locale import translator
from tidegate.message import N_, Message
from tidegate.web.language import choose_leniently

log = logging.getLogger("tidegate.web")


def status_of(error: TidegateError) -> int:
    """Return the HTTP status of an error: the first that fits, from the particular to the general."""
    for kind, status in ((UnknownName, 404), (InputError, 422), (DataError, 503), (IdentityError, 500)):
        if isinstance(error, kind):
            return status
    return 500


def reader_language(scope: Scope) -> str:
    """Return the language of whoever sent a request, for a message about it."""
    asked = QueryParams(scope.get("query_string", b"")).get("lang")
    default = getattr(getattr(scope.get("app"), "state", None), "language", None)
    return choose_leniently(asked, default, Headers(scope=scope).get("accept-language", ""))


def answer(
    language: str, status: int, problems: Iterable[Message], headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """Return the error shape with its problems in a language."""
    tr = translator(language)
    body = {"error": {"problems": [problem.text(tr) for problem in problems]}}
    told = {"Content-Language": language, **(headers or {})}
    return JSONResponse(body, status, told)


def refused(scope: Scope, status: int, template: str, **params: Any) -> JSONResponse:
    """Return the error shape with a single problem, in the language of the request."""
    return answer(reader_language(scope), status, [Message(template, params)])


def problems_of(error: BaseException) -> Sequence[Message]:
    """Return what to tell a reader about any error; one that nobody foresaw is told by its kind alone."""
    if isinstance(error, TidegateError):
        return error.problems
    kind = type(error).__name__
    return (Message(N_("unexpected: {kind}; the server's log says where"), {"kind": kind}),)


def validation_problems(error: RequestValidationError) -> Iterator[Message]:
    """Yield what is wrong with the parameters of a request, one message for each."""
    for detail in error.errors():
        yield from value_problems(detail, place(detail["loc"][1:]) or str(detail["loc"][0]))


def install(app: FastAPI) -> None:
    """Let every error of an application end in the one shape."""

    def of_tidegate(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, TidegateError)
        return answer(reader_language(request.scope), status_of(error), error.problems)

    def of_validation(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        return answer(reader_language(request.scope), 422, validation_problems(error))

    def of_http(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        language = reader_language(request.scope)
        path = request.url.path
        if error.status_code == HTTPStatus.NOT_FOUND:
            said = Message(N_("there is nothing at {path}; /docs lists the addresses"), {"path": path})
        elif error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            said = Message(N_("{path} does not take {method}"), {"path": path, "method": request.method})
        else:
            said = Message(N_("the request was refused ({status})"), {"status": error.status_code})
        return answer(language, error.status_code, [said], error.headers)

    def of_anything(request: Request, error: Exception) -> JSONResponse:
        log.error("%s %s", request.method, request.url.path, exc_info=error)
        return answer(reader_language(request.scope), 500, problems_of(error))

    app.add_exception_handler(TidegateError, of_tidegate)
    app.add_exception_handler(RequestValidationError, of_validation)
    app.add_exception_handler(HTTPException, of_http)
    app.add_exception_handler(Exception, of_anything)
