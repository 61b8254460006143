"""What the central bank earns and pays: net income, remittances, the deferred asset, unrealised gains."""
