"""Which regime holds: how the balance sheet and the policy rate are run, from data and announcements."""
