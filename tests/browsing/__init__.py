"""Every page as a browser draws it: generated from the table of who sees what, shown without a server, looked at."""
