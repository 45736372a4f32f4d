"""How an attachment travels, and what comes back."""
