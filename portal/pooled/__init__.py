"""Django's PostgreSQL, whose pool is well again as soon as the server is. ENGINE names a package."""
