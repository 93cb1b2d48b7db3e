"""The one way in which what was found becomes a folder, and a folder a page."""
