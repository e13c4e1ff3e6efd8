"""The demo: a lively address book of made-up people, in English or French."""
