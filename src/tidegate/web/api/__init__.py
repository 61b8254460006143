"""The JSON interface under /api/v1.

::

    models        the shapes of all answers
    conversion    from a briefing to these shapes
    parameters    what every address takes
    briefing, catalogue, series, programmes, downloads    the addresses
    documentation    /docs, without any other host
    application   all of it, with errors in one shape
"""
