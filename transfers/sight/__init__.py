"""Who sees what: the table as data, and as filters from which permissions and queries both derive."""
