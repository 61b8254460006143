"""The briefing as a living page, and the same figures as JSON: thin, it parses, calls and renders.

::

    settings   what the server was asked to do
    language   which language a browser gets
    briefings  composes each briefing once and keeps it
    api/       the JSON interface under /api/v1 and its documentation at /docs
    page/      the frame: header, tabs, footer, and the elements a tab is made of
    tabs/      one renderer a part of the story; a part without its own gets the general one
    app        all of it as one application
    server     the application on a port of this machine

The package is empty on purpose: importing it costs nothing.
"""
