"""The library as a workbook: its columns, reading it, and how it differs from what is there."""
