"""The street office's pages: who has filed, and a committee's page, for who logs in as the street."""
