"""What stands against the assets: currency, the Treasury's account, reverse repos, reserves."""
