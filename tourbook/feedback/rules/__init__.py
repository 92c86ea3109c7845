"""The rules of feedback: what is asked, when, and what an answer may be."""
