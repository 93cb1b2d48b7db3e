"""Names for the units a number can carry, used in signatures and parameter declarations."""

Share = float
"""Between 0 and 1, without a unit."""
Odds = float
"""A multiplier on odds, or odds themselves; above 0."""
PerWeek = float
"""A probability or rate per week."""
Weeks = float
Days = float
Hours = float
"""Hours of one person, per week unless the text says otherwise."""
Euros = float
Number = float
"""A pure number that is not a share."""
Row = int
"""Position of a row in its table."""
Week = int
"""Weeks since the first counted week; negative during burn-in."""
