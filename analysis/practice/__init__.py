"""What each practice does for one firm: effects, hours, and how two of them add up."""
