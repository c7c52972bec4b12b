"""Pictures of every page for people to look at: `make screenshots`, with ARGS="roles admin" for some."""
