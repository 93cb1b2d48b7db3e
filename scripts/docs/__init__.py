"""Write the parts of docs/ that follow from the code, or say which are stale."""
