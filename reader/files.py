"""Walk a library, stat, read and decode its files; no parsing here."""
