"""Peers' names over Adjudge, for those who switch by changing an import."""
