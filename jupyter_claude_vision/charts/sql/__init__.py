"""Chart tables in SQLite: the database, its functions, and the rows of a query."""
