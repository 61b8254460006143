"""Reserve demand: how far reserves are from the point at which overnight rates begin to rise.

`inputs` puts rates and reserves on one calendar, `kink` holds the curve,
`estimation` fits it with its uncertainty, `verdict` says in fixed words where
reserves stand, `spikes` what happens on tax days and period ends, `buffer`
how long ON RRP still absorbs the drain, and `alarms` how often the verdict
cried wolf.
"""
