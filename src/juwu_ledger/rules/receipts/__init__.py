"""RCP: unified receipts."""
