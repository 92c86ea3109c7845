"""The floor under everything: database, time, money, texts, tokens, audit and jobs."""
