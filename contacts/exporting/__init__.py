"""What an export of contacts holds: the columns of the list, or every field that an import restores."""
