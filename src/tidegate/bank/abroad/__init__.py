"""Three more banks under the same plan: the ECB, the Bank of England, the Bank of Japan."""
