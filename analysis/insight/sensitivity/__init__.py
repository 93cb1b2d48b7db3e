"""Which parameters matter: indices of variance and of elementary effects, beside their noise."""
