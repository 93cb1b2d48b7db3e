"""What may vary: parameters, their ranges, points of a design and what a fit has left of them."""
