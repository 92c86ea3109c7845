"""The rules of learning: numbers from small groups, and what of them may be shown."""
